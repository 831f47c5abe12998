"""`rumbo languages …`: the register, and what language a text is in."""

from __future__ import annotations

import typer

from locales.languages import Register

app = typer.Typer(no_args_is_help=True, help="The languages Rumbo knows.")


@app.command("list")
def show() -> None:
    """The register: tag, own name, level."""
    for language in Register.load().languages:
        typer.echo(f"{language.tag}\t{language.name}\t{language.level.value}")
