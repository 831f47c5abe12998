from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.sample_articles import TODAY, ArticleFiles, read, replace_in
from knowledge.workshop.stale import Why, stale

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def entries(folder: Path, today: date = TODAY) -> list[tuple[Why, str]]:
    return [(entry.why, entry.detail) for entry in stale([read(folder, SLUG)], today)]


def test_stale_of_a_fresh_signed_article_is_empty(folder: Path, sign: Callable[[], None]) -> None:
    """Nothing to do is an empty list."""
    sign()

    assert entries(folder) == []


@pytest.mark.parametrize(
    ("risk", "today", "expected"),
    [
        ("normal", date(2026, 10, 1), Why.OVERDUE),
        ("high", date(2026, 10, 1), Why.WITHHELD),
        ("high", date(2026, 9, 20), Why.SOON),
    ],
)
def test_stale_says_what_a_missed_review_means(
    folder: Path, sign: Callable[[], None], risk: str, today: date, expected: Why
) -> None:
    """Overdue articles are listed with what people get instead, and two weeks ahead with a warning."""
    files = ArticleFiles.valid()
    files.head["risk"] = risk
    files.write(folder)
    sign()

    assert entries(folder, today) == [(expected, "2026-09-30")]


def test_stale_lists_everything_worst_first(folder: Path, sign: Callable[[], None]) -> None:
    """Unconfirmed facts, translations behind and changes since signing are all there."""
    sign()
    replace_in(folder / SLUG / "en.md", "Help is free.", "Help is always free.")
    known = "value: 30\n    as_of: 2026-07-02\n    source: official-page\n    confirmed: "
    replace_in(folder / SLUG / "article.yaml", known + "true", known + "false")

    assert entries(folder) == [
        (Why.UNCONFIRMED, "days.limit"),
        (Why.BEHIND, "es.md"),
        (Why.CHANGED, f"Ana López, lawyer, {TODAY}"),
    ]


def test_stale_says_never_signed(folder: Path) -> None:
    """Both languages have words for it."""
    entry = stale([read(folder, SLUG)], TODAY)[0]

    assert entry.why is Why.UNSIGNED
    assert entry.say("en") != entry.say("es")
