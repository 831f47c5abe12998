from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import KnowledgeError
from knowledge.sample_articles import ArticleFiles, replace_in
from knowledge.workshop.diff import difference

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def fact(files: ArticleFiles, key: str) -> dict[str, Any]:
    found: dict[str, Any] = files.head["facts"][key]
    return found


def test_diff_says_which_fact_changed_from_what_to_what(folder: Path, sign: Callable[[], None]) -> None:
    """A changed number is named with both values."""
    sign()
    replace_in(folder / SLUG / "article.yaml", "value: $100", "value: $102")

    found = difference(folder, SLUG)

    assert not found.signed
    assert [change.say("en") for change in found.changes] == [
        "article.yaml: fact fee.form changed\n    from: $100\n    to:   $102"
    ]
    assert found.changes[0].say("es").startswith("article.yaml: dato fee.form cambió")


def test_diff_says_which_paragraph(folder: Path, sign: Callable[[], None]) -> None:
    """A paragraph put in between is one new paragraph; those behind it did not change."""
    sign()
    replace_in(folder / SLUG / "es.md", "Pregunte primero", "Otra cosa.\n\nPregunte primero")
    replace_in(folder / SLUG / "es.md", "Puede haber cambiado.", "Quizá cambió.")

    changes = difference(folder, SLUG).changes

    assert [(change.what, change.before is None) for change in changes] == [
        ("paragraph 2", True),
        ("paragraph 4", False),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f.head.update(status="closed"), ("status", "open", "closed")),
        (lambda f: f.head["sources"][0].update(title="B"), ("source official-page, title", "A page", "B")),
        (lambda f: fact(f, "days.limit").update(confirmed=False), ("fact days.limit, confirmed", "true", "false")),
        (lambda f: fact(f, "date.seen").update(value=LATER), ("fact date.seen", "2026-07-02", "2026-07-03")),
        (lambda f: f.words["es"].update(title="Otro"), ("title", "Sobre us-asylum-fees", "Otro")),
        (lambda f: f.head.update(see_also=["emergency-numbers"]), ("see_also", "", "emergency-numbers")),
    ],
    ids=["the status", "a source", "confirmed", "a date", "a title", "a link"],
)
def test_diff_finds_every_kind_of_change(
    folder: Path, sign: Callable[[], None], change: Any, expected: tuple[str, str, str]
) -> None:
    """Whatever is part of what was signed is told when it changes."""
    sign()
    files = ArticleFiles.valid()
    change(files)
    files.write(folder)

    assert [(c.what, c.before, c.after) for c in difference(folder, SLUG).changes] == [expected]


def test_diff_of_a_signed_article_is_empty(folder: Path, sign: Callable[[], None]) -> None:
    """Right after signing nothing has changed, and the signature is named."""
    sign()

    found = difference(folder, SLUG)

    assert found.changes == ()
    assert found.signed
    assert found.signature is not None


def test_diff_of_an_unsigned_article_says_so(folder: Path) -> None:
    """An article that nobody signed has nothing to compare with."""

    assert difference(folder, SLUG).signature is None


@pytest.mark.parametrize("text", ["", "x", "digest: a\nmeaning: {}\n", "digest: a\nmeaning: {article: 3, words: 4}\n"])
def test_diff_with_a_damaged_memory_is_a_problem(folder: Path, text: str) -> None:
    """A damaged signed.yaml is told in a sentence."""
    (folder / SLUG / "signed.yaml").write_text(text, "utf-8")

    with pytest.raises(KnowledgeError) as raised:
        difference(folder, SLUG)

    assert codes(raised.value) == {"bad_snapshot"}
