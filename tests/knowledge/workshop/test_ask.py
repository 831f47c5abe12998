"""A question in a language without articles joins an article on the word of who understood it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.digest import is_signed
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.sample_articles import SLUGS, TODAY, read, segments
from knowledge.workshop.ask import label
from knowledge.workshop.exchange import export_rows

SLUG = "us-asylum-fees"
QUESTION = "jas rajil ri wuj re to'b'al wib'"


def ask(
    folder: Path, text: str = QUESTION, *, slug: str = SLUG, tag: str = "quc", reviewer: str = "Ana, teacher"
) -> Path:
    return label(folder, slug, [text], tag=tag, reviewer=reviewer, today=TODAY)


def test_a_question_joins_its_article_and_the_check_finds_nothing(folder: Path) -> None:
    """Language, words, reviewer and day are on record; questions after it stand below it."""
    ask(folder)
    ask(folder, "jampa' kinto: ri wuj", tag="mam", reviewer="Luis Tum, interpreter")

    asked = read(folder, SLUG).asked
    assert [(one.tag, one.text, one.reviewer, one.on) for one in asked] == [
        ("quc", QUESTION, "Ana, teacher", TODAY),
        ("mam", "jampa' kinto: ri wuj", "Luis Tum, interpreter", TODAY),
    ]
    assert check(folder, segments, TODAY, slugs=SLUGS) == []


def test_a_question_is_in_service_at_once_and_voids_no_signature(folder: Path, sign: Callable[[], None]) -> None:
    """What the article says is the same; what leads to it is not."""
    sign()
    before = Library.load(folder, slugs=SLUGS).version
    ask(folder)

    assert is_signed(read(folder, SLUG))
    assert Library.load(folder, slugs=SLUGS).version != before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reviewer": "Ana"}, "bad_reviewer"),
        ({"reviewer": "Ana, teacher\n- x"}, "bad_reviewer"),
        ({"tag": "es"}, "asked_elsewhere"),
        ({"tag": "tlh"}, "asked_unknown_language"),
        ({"text": " ¿? "}, "not_text"),
        ({"text": QUESTION.upper().replace("'", "’")}, "question_twice"),
        ({"slug": "us-asylum-fee"}, "no_such_article"),
        ({"slug": "../articles"}, "no_such_article"),
    ],
)
def test_a_question_is_refused_with_a_reason(folder: Path, change: dict[str, str], code: str) -> None:
    """Nothing is written that the check would find wrong."""
    before = ask(folder).read_bytes()

    with pytest.raises(KnowledgeError) as raised:
        ask(folder, **change)

    assert [problem.code for problem in raised.value.problems] == [code]
    assert (folder / SLUG / "asked.yaml").read_bytes() == before


def test_a_translator_finds_the_questions_filled_in(folder: Path) -> None:
    """Once somebody writes the article in the language, what was labelled becomes its `asked_as`."""
    ask(folder)

    rows = [row for row in export_rows(folder, tag="quc", only=[SLUG]) if row[1].startswith("asked_as")]
    assert [(row[1], row[3], row[4]) for row in rows] == [("asked_as 1", QUESTION, "new")]
