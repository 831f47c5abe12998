"""Emergency numbers from the shipped article: one line for a known country, all of them otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.article import Article
from knowledge.emergency import ARTICLE, LINES, last_resort, numbers_for
from knowledge.folder import ARTICLES
from knowledge.library import Library

COUNTRIES = ("us", "ca", "mx", "gt", "hn", "sv", "cr", "pa", "bz", "ni")


@pytest.fixture(scope="module")
def article() -> Article:
    return Library.load(Path(ARTICLES)).articles[ARTICLE]


@pytest.mark.parametrize("danger", LINES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_a_number_for_every_danger(article: Article, danger: str, country: str) -> None:
    """A known country gives one line, which starts with its name and holds its emergency number."""
    (line,) = numbers_for(article, danger, country, "en")

    assert article.facts[f"{country}.emergency"].text("en") in line


def test_an_unknown_country_gets_all_numbers_grouped(article: Article) -> None:
    """Countries that share a number share a line, and each country is named."""
    lines = numbers_for(article, "violence", None, "es")

    assert len(lines) == len({article.facts[f"{country}.emergency"].text("es") for country in COUNTRIES})
    assert "México" in lines[0]
    assert any("Guatemala" in line and line.startswith("110") for line in lines)


def test_a_second_line_is_given_only_when_confirmed(article: Article) -> None:
    """A line that nobody has tried is not read out to a frightened person."""
    lines = numbers_for(article, "sexual_violence", "gt", "es")

    assert article.facts["gt.women"].confirmed is False
    assert article.facts["gt.women"].text("es") not in lines[0]


def test_suicide_gives_the_crisis_lines_first(article: Article) -> None:
    """Without a country, crisis lines come before emergency numbers."""
    assert numbers_for(article, "suicide", None, "en")[0].startswith("988: ")


@pytest.mark.parametrize("tag", ["es", "en"])
@pytest.mark.parametrize("country", [None, *COUNTRIES])
def test_last_resort_says_what_the_article_says(article: Article, country: str | None, tag: str) -> None:
    """Without any article a person still hears the emergency number of every country, the same as in the article."""
    assert last_resort(country, tag) == numbers_for(article, "detention", country, tag)
