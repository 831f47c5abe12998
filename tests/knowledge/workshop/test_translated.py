from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.errors import KnowledgeError
from knowledge.sample_articles import SLUGS, TODAY, replace_in, segments
from knowledge.workshop.translated import mark_translated

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_mark_translated_ends_being_behind(folder: Path) -> None:
    """After the translator has looked, the check is content, and only one line has changed."""
    replace_in(folder / SLUG / "en.md", "Help is free.", "Help is always free.")
    before = (folder / SLUG / "es.md").read_text("utf-8").splitlines()

    written = mark_translated(folder, SLUG, tag="es")

    after = (folder / SLUG / "es.md").read_text("utf-8").splitlines()
    assert written
    assert [new[:16] for old, new in zip(before, after, strict=True) if old != new] == ["translated_from:"]
    assert check(folder, segments, TODAY, slugs=SLUGS) == []


def test_mark_translated_adds_the_line_where_it_is_missing(folder: Path) -> None:
    """A new translation gets its line at the end of its head."""
    page = folder / SLUG / "es.md"
    lines = page.read_text("utf-8").splitlines(keepends=True)
    page.write_text("".join(line for line in lines if not line.startswith("translated_from")), "utf-8")

    mark_translated(folder, SLUG, tag="es")

    assert page.read_text("utf-8") == "".join(lines)


def test_mark_translated_twice_writes_once(folder: Path) -> None:
    """A file that is up to date is not touched."""

    assert mark_translated(folder, SLUG, tag="es") is False


@pytest.mark.parametrize(("tag", "slug"), [("fr", SLUG), ("en", SLUG), ("es", "no-such-article")])
def test_mark_translated_refuses_what_is_not_there(folder: Path, tag: str, slug: str) -> None:
    """A language without a file, the source itself and an unknown article are problems, not tracebacks."""
    with pytest.raises(KnowledgeError) as raised:
        mark_translated(folder, slug, tag=tag)

    assert codes(raised.value) <= {"not_a_translation", "no_such_article"}
