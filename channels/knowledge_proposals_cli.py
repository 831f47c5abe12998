"""`rumbo knowledge proposals`, `take` and `drop`: what was proposed at the console."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from channels.knowledge_options import Folder, Said, plainly, show_problems, sms_segments, utc_today
from knowledge.folder import ARTICLES
from knowledge.workshop import proposals

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `rumbo knowledge proposals` lists it.")]

NONE = {"en": "There are no proposals.", "es": "No hay propuestas."}
NEW = {"en": "a new article", "es": "artículo nuevo"}
BY = {"en": "proposed by", "es": "propuesto por"}


def beside(articles: Path) -> Path:
    return articles.parent / "proposals"


def list_proposals(lang: Said = "en", folder: Folder = ARTICLES) -> None:
    """What somebody at the console proposes for the articles; nothing of it is in service."""
    found = proposals.proposals(beside(folder))
    for each in found:
        subject = each.article or f"{NEW[lang]}: {each.about}"
        typer.echo(f"{each.name}\n    {subject} ({each.language}), {BY[lang]} {each.by}, {each.on}")
        for line in each.asked_as:
            typer.echo(f"    - {line}")
        if each.note:
            typer.echo(f"    {each.note}")
    if not found:
        typer.echo(NONE[lang])


def take(
    name: Name,
    slug: Annotated[str | None, typer.Option("--slug", help="The article, if another than proposed or new.")] = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help='"Name, role" of who understood a language without articles.')
    ] = None,
    lang: Said = "en",
    folder: Folder = ARTICLES,
) -> None:
    """Put a proposal's ways to ask into the article, or start it; the proposal goes. Says what the check then finds."""
    with plainly(lang):
        left = proposals.take(
            beside(folder), folder, name, slug=slug, today=utc_today(), measure=sms_segments, reviewer=reviewer
        )
    show_problems(left, lang)


def drop(name: Name, lang: Said = "en", folder: Folder = ARTICLES) -> None:
    """Delete a proposal."""
    with plainly(lang):
        proposals.drop(beside(folder), name)
