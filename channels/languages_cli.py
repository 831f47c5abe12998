"""`rumbo languages …`: the register, what language a text is in, and how a language grows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from channels.knowledge_options import utc_today
from channels.segments import count, fold
from knowledge.errors import KnowledgeError
from knowledge.workshop.tables import read_table, write_table
from locales import catalog as catalogs
from locales.add import ROOT, NewLanguage, add
from locales.errors import LocalesError
from locales.identification import answer
from locales.kit import KEYS, Measure, export_rows, import_rows, sign_all
from locales.languages import Language, Register
from locales.phrases import Phrases
from locales.rights import Rights
from locales.table import README, table, written

app = typer.Typer(no_args_is_help=True, help="The languages Rumbo knows.")
Tag = Annotated[str, typer.Argument(help="As in locales/languages.yaml, for example mam.")]
Folder = Annotated[Path, typer.Option("--folder", file_okay=False, help="Where the catalogs are.")]


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
        raise _wrong(str(error)) from None


@app.command("add")
def add_language(  # noqa: PLR0917 - one argument for each option
    tag: Annotated[str, typer.Argument(help="ISO 639-3, for example usp.")],
    name: Annotated[str, typer.Option("--name", help="What its speakers call it.")],
    es: Annotated[str, typer.Option("--es", help="Its name in Spanish.")],
    en: Annotated[str, typer.Option("--en", help="Its name in English.")],
    spoken: Annotated[str, typer.Option("--spoken", help="Countries of its speakers: gt,mx")],
    also: Annotated[str, typer.Option("--also", help="Other spellings, between commas.")] = "",
    root: Annotated[Path, typer.Option("--root", file_okay=False, help="The repository.")] = ROOT,
) -> None:
    """Start a language: register, catalog, names for the tests."""
    new = NewLanguage(tag=tag, name=name, es=es, en=en, spoken=_listed(spoken), also=_listed(also))
    try:
        files = add(new, root)
    except LocalesError as error:
        raise _wrong(str(error)) from None
    for file in files:
        typer.echo(f"written: {file}")
    typer.echo(f"Next: rumbo languages table --write, then rumbo languages export {tag}")


@app.command("export")
def export_kit(
    tag: Tag,
    to: Annotated[Path | None, typer.Option("--to", help="FILE.xlsx or FILE.csv; rumbo-TAG.xlsx if left out.")] = None,
    folder: Folder = catalogs.FOLDER,
) -> None:
    """A translator's kit: every sentence with the Spanish, what it is for and how long it may be."""
    language = _language(tag)
    file = to or Path(f"rumbo-{tag}.xlsx")
    rows = export_rows(catalogs.load(tag, folder), tag, Phrases.load())
    try:
        write_table(file, rows)
    except KnowledgeError:
        raise _wrong(f"{file.name}: give a name that ends in .xlsx or .csv") from None
    typer.echo(f"{file}: {len(rows) - 1} sentences for {language.name}; fill in the column {tag}")


@app.command("import")
def import_kit(
    tag: Tag,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    folder: Folder = catalogs.FOLDER,
) -> None:
    """Take a filled-in kit: everything is kept as a draft, and nobody hears it before it is signed."""
    language = _language(tag)
    try:
        rows = read_table(file)
    except KnowledgeError:
        raise _wrong(f"{file.name}: this is no XLSX, and no CSV in UTF-8; save it again as one of these") from None
    catalog = catalogs.load(tag, folder)
    taken = import_rows(catalog, tag, rows, _measure(language))
    if taken.changed:
        catalogs.write(catalogs.catalog_file(folder, tag), catalog)
    for problem in taken.problems:
        typer.secho(f"{file.name}: {problem}", fg="yellow", err=True)
    typer.echo(f"{len(taken.changed)} drafts taken. They are said after: rumbo languages sign {tag} --reviewer …")
    if taken.problems:
        raise typer.Exit(1)


@app.command("sign")
def sign_drafts(
    tag: Tag,
    reviewer: Annotated[str, typer.Option("--reviewer", help='"Name, role": a speaker who vouches for every word.')],
    key: Annotated[list[str] | None, typer.Option("--key", help="Only this sentence; may be repeated.")] = None,
    folder: Folder = catalogs.FOLDER,
) -> None:
    """Sign the drafts of a language; from then on people hear them."""
    language = _language(tag)
    catalog = catalogs.load(tag, folder)
    try:
        signed = sign_all(catalog, reviewer, utc_today(), _measure(language), key or ())
    except ValueError as error:
        raise _wrong(str(error)) from None
    if signed.keys:
        catalogs.write(catalogs.catalog_file(folder, tag), catalog)
    for refused in signed.refused:
        typer.secho(f"not signed: {refused}", fg="yellow", err=True)
    said = sum(catalogs.signature(message) is not None for message in catalogs.messages(catalog))
    typer.echo(f"{len(signed.keys)} signed now; {said} of {len(KEYS)} sentences are said in {language.name}")
    if signed.refused:
        raise typer.Exit(1)


def _language(tag: str) -> Language:
    if tag in catalogs.OURS:
        raise _wrong(f"{tag} is written by the team: locales/sentences.py and locales/es/LC_MESSAGES/rumbo.po")
    try:
        return Register.load().get(tag)
    except KeyError:
        raise _wrong(f"{tag!r} is not in the register; start it with: rumbo languages add {tag}") from None


def _measure(language: Language) -> Measure:
    return lambda text: count(fold(text, language.fold)).segments


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _wrong(message: str) -> typer.Exit:
    typer.secho(message, fg="red", err=True)
    return typer.Exit(2)
