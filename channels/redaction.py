"""`rumbo redact`: what is blanked out of a text before it is stored, and how well that works on labelled messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from channels.journal.redact import redact
from channels.journal.redaction_figures import Figures, measure, read
from channels.public_numbers import PublicNumbers
from channels.settings import Settings
from knowledge.library import Library, load_usable


def with_public_numbers(settings: Settings) -> partial[str]:
    """`redact` as the running service does it."""
    library = Library.of(load_usable(settings.knowledge_dir).articles)
    return partial(redact, public=PublicNumbers(lambda: library))


def measured(settings: Settings, files: list[Path]) -> list[tuple[Path, Figures]]:
    blanking = with_public_numbers(settings)
    return [(file, measure(read([file]), blanking)) for file in files]


def told(file: Path, figures: Figures, *, misses: bool) -> Iterator[str]:
    """The figures in lines for a terminal."""
    yield f"{file.name}: {figures.messages} messages"
    yield f"  found of what has a shape   {figures.recall(names=False):.3f}"
    yield f"  found of names              {figures.recall(names=True):.3f}"
    yield "  by kind                     " + ", ".join(f"{k} {found}/{n}" for k, (n, found) in figures.found.items())
    yield f"  other words that stay       {figures.words[1]}/{figures.words[0]}"
    yield f"  messages about nobody       {figures.untouched[1]}/{figures.untouched[0]} unchanged"
    if misses:
        yield from (f"  ! {each}" for each in figures.misses)
