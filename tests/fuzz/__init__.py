"""Hostile inputs, made by a seed and counted: `make fuzz`, and a short run among the tests.

hostile.py makes them, targets.py says what each part must hold, __main__.py counts. An input is a seed, so that a
failure is repeated by its number alone. coverage.py lets atheris look for inputs that reach more: `make fuzz-atheris`.
"""
