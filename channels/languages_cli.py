"""`rumbo languages …`: the register, and what language a text is in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from locales.errors import LocalesError
from locales.identification import answer
from locales.languages import Register
from locales.rights import Rights
from locales.table import README, table, written

app = typer.Typer(no_args_is_help=True, help="The languages Rumbo knows.")


@app.command("list")
def show() -> None:
    """The register: tag, own name, level."""
    for language in Register.load().languages:
        typer.echo(f"{language.tag}\t{language.name}\t{language.level.value}")


@app.command("table")
def show_table(
    write: Annotated[bool, typer.Option("--write", help="Put it into README.md instead of printing it.")] = False,
) -> None:
    """The table of languages and of what there is for each, as Markdown."""
    rows = table(Register.load(), Rights.load())
    if write:
        README.write_text(written(README.read_text(encoding="utf-8"), rows), encoding="utf-8")
    else:
        typer.echo(rows, nl=False)


@app.command()
def identify(
    text: Annotated[str | None, typer.Argument(help="A message.")] = None,
    file: Annotated[Path | None, typer.Option("--file", exists=True, dir_okay=False, help="label TAB text")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Other identifiers beside ours.")] = False,
) -> None:
    """The language of a text; with --file, how well labelled texts are told apart, by label and length."""
    if (text is None) == (file is None):
        raise typer.BadParameter("give a text, or --file")
    try:
        typer.echo(answer(text=text, file=file, as_json=as_json, with_baselines=baselines))
    except LocalesError as error:
        typer.secho(str(error), fg="red", err=True)
        raise typer.Exit(2) from None
