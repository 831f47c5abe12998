"""`rumbo erase`, `export`, `purge`, `redact`, `data-map`: what concerns those who wrote to us."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from channels.knowledge_options import Said
from channels.settings import Settings


def erase(number: str) -> None:
    """Delete everything about a telephone number, here and at Twilio."""
    from channels.privacy import erase as erase_everywhere  # noqa: PLC0415 - what a service is made of imports slowly

    typer.echo(asyncio.run(erase_everywhere(Settings.load(), number)))


def export(
    number: str,
    lang: Said = "es",
    as_json: Annotated[bool, typer.Option("--json", help="With the names of tables and columns.")] = False,
) -> None:
    """Print all that is stored about a telephone number, for the person who asks for it."""
    from channels.access import export as all_about  # noqa: PLC0415

    typer.echo(
        all_about(Settings.load(), number, tag="en" if lang == "en" else "es", as_json=as_json, now=datetime.now(UTC))
    )


def purge() -> None:
    """Delete what is older than RETENTION_DAYS."""
    from channels.privacy import purge as purge_old  # noqa: PLC0415

    typer.echo(purge_old(Settings.load()))


def redact(
    text: Annotated[str | None, typer.Argument(help="What somebody might write.")] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--measure", exists=True, dir_okay=False, help="Labelled messages: tests/redaction.blind.yaml"),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Also what slipped through or was wrongly taken.")] = False,
) -> None:
    """Show what is blanked out of a text before it is stored; with --measure, how well that works."""
    from channels.redaction import measured, told, with_public_numbers  # noqa: PLC0415

    if (text is None) == (not files):
        raise typer.BadParameter("give a text, or --measure FILE")
    if text is not None:
        typer.echo(with_public_numbers(Settings.load())(text))
    for file, figures in measured(Settings.load(), files or []):
        typer.echo("\n".join(told(file, figures, misses=misses)))


def data_map(
    write: Annotated[bool, typer.Option("--write", help="Put it into docs/privacy.md instead of printing it.")] = False,
) -> None:
    """Every table and column of the database in words, as Markdown."""
    from channels.journal.data_map import DOCUMENT, as_markdown, written  # noqa: PLC0415

    if write:
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        typer.echo(as_markdown())
