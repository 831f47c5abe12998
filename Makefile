# Two commands matter: `make run` and `make test`. Each sets up what is missing and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# A python3.11 on the PATH, or whatever PYTHON=... names; `setup` says so when it is another version.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# README, "The CPU build of torch".
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
INSTALLED := $(VENV)/.installed
WEB := node_modules/.package-lock.json
EMBEDDING := var/models/embedding/.complete

.PHONY: bench help run test check lint setup lock phrases chaos audit sbom fuzz fuzz-atheris clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: setup ## set up and start the gateway, the worker and the simulator
	@$(BIN)/rumbo serve

test: setup ## set up and pass every test
	$(BIN)/pytest

chaos: setup ## kill the service 50 times under load on each database, with everything else that can fail (an hour), into docs/chaos.json
	$(BIN)/python -m tests.chaos --json docs/chaos.json

check: setup lint ## lint, types, arrows, articles
	$(BIN)/rumbo knowledge check

bench: setup ## measure the service under load (15 minutes; needs a quiet machine), into docs/bench.{json,png}
	$(BIN)/rumbo bench --out docs

lint: $(INSTALLED) ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(INSTALLED) $(WEB) $(EMBEDDING) ## everything that `run` and `test` need
	@$(BIN)/rumbo train --if-changed

# torch goes first and alone, since each machine takes the build that suits it (README, "The CPU build of torch").
# Rasa's own metadata forbids Python 3.11 and these versions, hence the two flags (docs/decisions/0001).
$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || \
	  { echo "Rumbo needs Python 3.11 (found: $$($(PYTHON) --version 2>&1)). Install it, or run: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) (once, about two minutes) ..."
	$(BIN)/pip install -q --disable-pip-version-check --progress-bar on $(TORCH)
	$(BIN)/pip install -q --disable-pip-version-check --progress-bar on --no-deps --ignore-requires-python --require-hashes -r requirements.lock
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

# The npm packages come with the system's npm, or else with the one inside a Python package.
$(WEB): package-lock.json $(INSTALLED)
	@$(BIN)/python -m channels.npm ci
	@touch $@

$(EMBEDDING): $(LOCKED) knowledge/model.py knowledge/packed.py knowledge/onnx_graph.py
	$(BIN)/python -m knowledge.model var/models/embedding
	@touch $@

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-package torch -o requirements.lock

phrases: $(INSTALLED) ## collect the sentences of the code into the catalogs
	$(BIN)/pybabel extract -F locales/babel.cfg -c "Translators:" -s -k N_ --no-location --sort-output --project rumbo -o locales/rumbo.pot .
	$(BIN)/pybabel update -D rumbo -i locales/rumbo.pot -d locales -l es --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

audit: $(INSTALLED) ## known weaknesses in what we build on
	@$(BIN)/python -m ops.audit

# Its own environment, so that the tool is not in the list that it makes.
sbom: $(INSTALLED) $(WEB) ## what is inside, as CycloneDX: var/sbom-python.json and var/sbom-npm.json
	@test -x var/sbom/bin/cyclonedx-py || { $(PYTHON) -m venv var/sbom && var/sbom/bin/pip install -q --disable-pip-version-check 'cyclonedx-bom>=7,<8'; }
	@var/sbom/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible -o var/sbom-python.json
	@$(BIN)/python -m channels.npm sbom --omit=dev --sbom-format cyclonedx > var/sbom-npm.json
	@ls -l var/sbom-python.json var/sbom-npm.json

fuzz: setup ## 100,000 hostile inputs; INPUTS=… for another number, SEED=… to repeat one run
	@$(BIN)/python -m tests.fuzz --inputs $${INPUTS:-100000} --seed $${SEED:-0}

# A folder of its own beside the locked packages: atheris has builds for few systems.
fuzz-atheris: setup ## ten minutes of atheris, which looks for inputs that reach new code; SECONDS=…, SEED=…
	@test -d var/atheris/atheris || $(BIN)/pip install -q --disable-pip-version-check --no-deps --target var/atheris 'atheris==3.0.0'
	@PYTHONPATH=$(CURDIR)/var/atheris $(BIN)/python -m tests.fuzz.coverage --seconds $(or $(SECONDS),600) --seed $(or $(SEED),0)

clean: ## remove what set-up and runs made (your articles stay)
	rm -rf $(VENV) node_modules var *.egg-info
