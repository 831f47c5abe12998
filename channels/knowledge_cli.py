"""`rumbo knowledge …`: the editors' commands, each a few lines over a function of `knowledge.workshop`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from channels.knowledge_options import (
    Folder,
    Said,
    Slug,
    Slugs,
    only,
    plainly,
    show_problems,
    sms_segments,
    utc_today,
)
from channels.knowledge_people_cli import ask, correct, preview, question_problems, try_question
from channels.knowledge_proposals_cli import drop, list_proposals, take
from knowledge.article import Article
from knowledge.check import check as find_problems
from knowledge.check import summary
from knowledge.folder import ARTICLES, read_articles
from knowledge.parse import parse_article
from knowledge.problems import Level, errors_in
from knowledge.workshop.diff import difference
from knowledge.workshop.exchange import export_rows, import_rows
from knowledge.workshop.json_schema import write_schemas
from knowledge.workshop.new import new_article
from knowledge.workshop.record import record as record_sound
from knowledge.workshop.stale import stale as needs_eyes
from knowledge.workshop.tables import read_table, write_table
from knowledge.workshop.translated import mark_translated
from knowledge.workshop.vet import vet as sign
from knowledge.workshop.where import where as find_facts

app = typer.Typer(no_args_is_help=True, help="Edit, check and sign the articles.")
app.command()(preview)
app.command("try")(try_question)
app.command()(ask)
app.command()(correct)
app.command("proposals")(list_proposals)
app.command()(take)
app.command()(drop)


def _readable(folder: Path) -> list[Article]:
    drafts = [parse_article(slug, files) for slug, files in read_articles(folder).items()]
    return [draft.article for draft in drafts if draft.article is not None]


@app.command()
def check(
    slugs: Slugs = None,
    lang: Said = "en",
    errors: Annotated[bool, typer.Option("--errors", help="Leave the warnings out.")] = False,
    search: Annotated[
        bool, typer.Option("--search", help="Also put every test question (must_find) to the search; takes seconds.")
    ] = False,
    folder: Folder = ARTICLES,
) -> None:
    """Everything that is wrong, all at once: file, line, key, and what to do."""
    problems = find_problems(folder, sms_segments, utc_today(), only=only(slugs))
    if search:
        problems += question_problems(folder, only(slugs))
    show_problems([problem for problem in problems if not errors or problem.level is Level.ERROR], lang)
    typer.echo(summary(problems, lang))
    raise typer.Exit(1 if errors_in(problems) else 0)


@app.command()
def new(slug: Slug, lang: Said = "en", folder: Folder = ARTICLES) -> None:
    """Start an article: its files with everything to fill in."""
    with plainly(lang):
        for path in new_article(folder, slug, today=utc_today()):
            typer.echo(str(path))


@app.command()
def diff(slug: Slug, lang: Said = "en", folder: Folder = ARTICLES) -> None:
    """What changed since the article was signed, in words."""
    never = {"en": "Never signed.", "es": "Nunca se firmó."}
    same = {"en": "Nothing changed since it was signed", "es": "Nada cambió desde que se firmó"}
    with plainly(lang):
        found = difference(folder, slug)
    for change in found.changes:
        typer.echo(change.say(lang))
    if found.signature is None and not found.changes:
        typer.echo(never[lang])
    elif found.signature is not None:
        typer.echo(("" if found.changes else f"{same[lang]}: ") + f"{found.signature.reviewer}, {found.signature.on}")


@app.command()
def vet(
    slug: Slug,
    reviewer: Annotated[str, typer.Option("--reviewer", help='"Name, role" of the person who has read it.')],
    lang: Said = "en",
    folder: Folder = ARTICLES,
) -> None:
    """Sign the article as it stands. Refused while the check finds errors; says which test questions go astray."""
    if (folder / slug).is_dir():
        show_problems(question_problems(folder, [slug]), lang)
    with plainly(lang):
        signed = sign(folder, slug, reviewer=reviewer, today=utc_today(), measure=sms_segments)
    typer.echo(f"{slug}: {signed.signature.digest}, {signed.signature.reviewer}, {signed.signature.on}")
    if signed.unconfirmed:
        notice = {"en": "Signed with facts that are not confirmed", "es": "Firmado con datos sin confirmar"}[lang]
        typer.echo(f"{notice}: {', '.join(signed.unconfirmed)}")


@app.command()
def stale(lang: Said = "en", folder: Folder = ARTICLES) -> None:
    """What needs a person's eyes: overdue, unconfirmed, translation behind, unsigned."""
    for entry in needs_eyes(_readable(folder), utc_today()):
        typer.echo(entry.say(lang))


@app.command()
def where(
    text: Annotated[str, typer.Argument(help="A fact's name or value, or a piece of its source's address.")],
    lang: Said = "en",
    folder: Folder = ARTICLES,
) -> None:
    """In which articles a fact stands: by name, value or source."""
    for found in find_facts(_readable(folder), text):
        typer.echo(found.say(lang))


@app.command()
def translated(
    slugs: Annotated[list[str], typer.Argument(metavar="SLUG…")],
    lang: Annotated[str, typer.Option("--lang", help="The translation you have compared with its source.")],
    origin: Annotated[str, typer.Option("--from", help="The language it was made from.")] = "en",
    folder: Folder = ARTICLES,
) -> None:
    """Say that a translation says the same as its source does now. Compare the two first."""
    with plainly(lang if lang == "es" else "en"):
        for slug in only(slugs):
            mark_translated(folder, slug, tag=lang, origin=origin)
            typer.echo(f"{slug}/{lang}.md = {slug}/{origin}.md")


@app.command()
def record(
    slug: Slug,
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="The language of the recording TAG.ogg.")],
    speaker: Annotated[str, typer.Option(help='Whose voice it is, and from where: "Name, town".')],
    reviewer: Annotated[str, typer.Option(help='Another person who listened to it: "Name, role".')],
    folder: Folder = ARTICLES,
) -> None:
    """Vouch for a recording: it says what the short answer says now. It is sent until those words change."""
    with plainly():
        (name,) = only([slug])
        typer.echo(record_sound(folder, name, tag=lang, speaker=speaker, reviewer=reviewer, today=utc_today()))


@app.command("export")
def export_table(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx|.csv")],
    slugs: Slugs = None,
    lang: Annotated[str, typer.Option("--lang", help="The language that the translator writes.")] = "es",
    folder: Folder = ARTICLES,
) -> None:
    """A spreadsheet for translators: the English beside the translation."""
    with plainly():
        rows = export_rows(folder, tag=lang, only=only(slugs))
        write_table(file, rows)
    typer.echo(f"{file}: {len(rows) - 1}")


@app.command("import")
def import_table(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx|.csv")],
    lang: Said = "en",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    folder: Folder = ARTICLES,
) -> None:
    """Take over what a translator changed; files without changes stay as they are, byte for byte."""
    with plainly(lang):
        taken = import_rows(folder, read_table(file), table=file.name, dry_run=dry_run)
    for path in taken.changed:
        typer.echo(path)
    show_problems(taken.problems, lang)
    raise typer.Exit(1 if errors_in(taken.problems) else 0)


@app.command()
def schema() -> None:
    """Write the JSON Schemas for completion in your editor (knowledge/schema/)."""
    for path in write_schemas():
        typer.echo(str(path))


if __name__ == "__main__":
    app()
