from __future__ import annotations

import pytest

from knowledge.check import rough_measure
from knowledge.parse import parse_article
from knowledge.problems import Problem
from knowledge.rules.lengths import lengths
from knowledge.sample_articles import ArticleFiles


def problems(files: ArticleFiles) -> list[Problem]:
    draft = parse_article(files.slug, {name: text.encode() for name, text in files.texts().items()})
    return [problem for problem in lengths(draft, rough_measure) if problem.file.endswith("es.md")]


def with_text(place: str, text: str) -> list[Problem]:
    files = ArticleFiles.valid()
    if place == "paragraph":
        files.paragraphs["es"].append(text)
    else:
        files.words["es"][place] = text
    return problems(files)


@pytest.mark.parametrize(("place", "longest"), [("title", 40), ("sms", 230), ("paragraph", 300)])
def test_lengths_allow_the_last_character_that_fits(place: str, longest: int) -> None:
    """What is written in the guide is the limit, to the character."""

    assert with_text(place, "a" * longest) == []
    assert len(with_text(place, "a" * (longest + 1))) == 1


def test_lengths_count_facts_as_they_are_sent() -> None:
    """A placeholder counts as its value, not as its name."""
    files = ArticleFiles.valid()
    files.words["es"]["sms"] = "a" * 226 + "{{ fee.form }}"
    fits = problems(files)
    files.head["facts"]["fee.form"]["value"] = "$1000"

    assert fits == []
    assert [problem.code for problem in problems(files)] == ["sms_too_long"]


def test_lengths_say_how_much_must_go() -> None:
    """The remedy is a number of characters that is enough and not more."""
    problem = with_text("sms", "a" * 250)[0]

    assert problem.values["over"] == "20"


def test_lengths_name_the_letters_that_cost() -> None:
    """One letter outside the SMS alphabet halves the room; the editor is told which."""
    problem = with_text("sms", "Hay ayuda → gratis. " + "a" * 150)[0]

    assert "→" in problem.remedy
    assert "→" in problem.remedy_in("es")


@pytest.mark.parametrize(("count", "wrong"), [(2, True), (3, False), (8, False), (9, True)])
def test_lengths_want_three_to_eight_paragraphs(count: int, wrong: bool) -> None:
    """Fewer is no article, more is not read."""
    files = ArticleFiles.valid()
    files.paragraphs["es"] = ["Una idea."] * count

    assert [problem.code for problem in problems(files)] == ["paragraph_count"] * wrong
