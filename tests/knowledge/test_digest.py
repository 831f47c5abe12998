from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge.digest import article_digest, is_signed, words_digest
from knowledge.sample_articles import ArticleFiles, read, replace_in
from knowledge.workshop.vet import vet

Change = Callable[[ArticleFiles], Any]


def digest_after(change: Change) -> str:
    files = ArticleFiles.valid()
    change(files)
    return article_digest(files.article())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda f: f.head["facts"]["days.limit"].update(value=31), id="a fact"),
        pytest.param(lambda f: f.head["facts"]["days.limit"].update(confirmed=False), id="whether it is confirmed"),
        pytest.param(lambda f: f.head["facts"]["date.seen"].update(value="2026-07-02"), id="a date made text"),
        pytest.param(lambda f: f.head.update(status="closed"), id="the status"),
        pytest.param(lambda f: f.head.update(review_by=date(2027, 1, 1)), id="the review date"),
        pytest.param(lambda f: f.head["sources"][0].update(url="https://example.gov/other"), id="a source"),
        pytest.param(lambda f: f.words["es"].update(sms="{{ fee.form }}"), id="the sms"),
        pytest.param(lambda f: f.words["es"].update(title="Otro"), id="the title"),
        pytest.param(lambda f: f.paragraphs["es"].append("Otra."), id="a paragraph"),
        pytest.param(lambda f: f.paragraphs["es"].reverse(), id="the order of paragraphs"),
    ],
)
def test_article_digest_changes_with_the_meaning(change: Change) -> None:
    """Whatever a reviewer vouches for is in the digest."""

    assert digest_after(change) != digest_after(lambda _: None)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda f: f.words["es"]["asked_as"].append("otra forma"), id="how people ask"),
        pytest.param(lambda f: f.words["es"].update(must_find=["otra"]), id="a test question"),
        pytest.param(lambda f: f.head.update(owner="legal-desk"), id="the owner"),
        pytest.param(lambda f: f.head.update(title_for_editors="Other"), id="the editors' title"),
        pytest.param(lambda f: f.head.update(facts=dict(reversed(f.head["facts"].items()))), id="the order of facts"),
        pytest.param(lambda f: f.words["es"].update(translated_from="en@sha256:0123456789abcdef"), id="the origin"),
    ],
)
def test_article_digest_ignores_what_no_one_reads(change: Change) -> None:
    """Work on how an article is found, or on who looks after it, voids no signature."""

    assert digest_after(change) == digest_after(lambda _: None)


def test_words_digest_is_the_one_that_translators_have_recorded() -> None:
    """The digest is written into files: its definition must not drift."""
    words = ArticleFiles.valid().article().words["en"]

    assert words_digest(words) == "6ebbdac333ff8ca9"


def test_is_signed_until_a_word_changes(tmp_path: Any) -> None:
    """A signature holds for exactly what was signed."""
    path = ArticleFiles.valid().write(tmp_path)
    vet(tmp_path, "us-asylum-fees", reviewer="Ana, lawyer", today=date(2026, 7, 3), measure=lambda *_: 1)

    before = is_signed(read(tmp_path, "us-asylum-fees"))
    replace_in(path / "es.md", "Hay ayuda gratis", "Siempre hay ayuda gratis")

    assert before
    assert not is_signed(read(tmp_path, "us-asylum-fees"))
