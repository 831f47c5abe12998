from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.article import Article
from knowledge.folder import read_articles
from knowledge.parse import Draft, parse_article
from knowledge.problems import Problem
from knowledge.rules.finding import finding
from knowledge.sample_articles import SLUGS, ArticleFiles, write_library
from knowledge.search import Hit, SearchIndex
from knowledge.testing import LetterEncoder, SmallLibrary

FEES, DEADLINES, COMAR, _ = SLUGS.all
QUESTION = "cuanto dinero piden"


def hit(slug: str) -> Hit:
    return Hit(slug=slug, score=1, margin=1, meaning=1, nearest=1, letters=1, agreed=True, ours=1, words=3)


def finds(*slugs: str) -> list[Hit]:
    return [hit(slug) for slug in slugs]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The article on fees must be found by one question."""
    folder = write_library(tmp_path / "articles")
    files = ArticleFiles.valid(FEES)
    files.words["es"]["must_find"] = [QUESTION]
    files.head["see_also"] = [DEADLINES]
    files.write(folder)
    return folder


def drafts_in(folder: Path) -> list[Draft]:
    return [parse_article(slug, files) for slug, files in read_articles(folder).items()]


def articles_of(drafts: Sequence[Draft]) -> dict[str, Article]:
    return {draft.slug: draft.article for draft in drafts if draft.article is not None}


def found(folder: Path, hits: list[Hit], only: Sequence[str] = ()) -> list[Problem]:
    drafts = drafts_in(folder)
    return list(finding(drafts, articles_of(drafts), lambda _: hits, only=only))


@pytest.mark.parametrize("first", [FEES, DEADLINES], ids=["itself", "what it names in see_also"])
def test_finding_accepts_the_article_and_what_it_points_to(folder: Path, first: str) -> None:
    """A question that is answered well gives no warning."""
    assert found(folder, finds(first, COMAR)) == []


def test_finding_names_both_articles_and_the_line(folder: Path) -> None:
    """The editor reads which question, what it finds, and where it should have led."""
    (problem,) = found(folder, finds(COMAR, FEES))

    line = (folder / problem.file).read_text("utf-8").splitlines()[(problem.line or 0) - 1]
    assert (problem.code, problem.file, problem.key) == ("question_finds_other", f"{FEES}/es.md", "must_find › 1")
    assert QUESTION in line
    for lang in ("en", "es"):
        assert all(name in problem.say(lang) for name in (QUESTION, COMAR, FEES))


def test_finding_of_nothing_is_a_warning_too(folder: Path) -> None:
    """A question that finds no article at all goes astray as well."""
    assert [problem.code for problem in found(folder, [])] == ["question_finds_other"]


@pytest.mark.parametrize(("only", "expected"), [(FEES, 1), (COMAR, 1), (DEADLINES, 0)])
def test_finding_for_one_article_looks_both_ways(folder: Path, only: str, expected: int) -> None:
    """Its own questions are named, and those that it takes from others; what is between others is not."""
    assert len(found(folder, finds(COMAR), only=[only])) == expected


def test_finding_passes_over_articles_that_are_held_back(folder: Path) -> None:
    """What the search does not know cannot be found; the check says why already."""
    drafts = drafts_in(folder)
    known = {slug: article for slug, article in articles_of(drafts).items() if slug != FEES}

    assert list(finding(drafts, known, lambda _: finds(COMAR))) == []


def test_finding_sees_an_edit_that_makes_another_article_answer(folder: Path) -> None:
    """Put to a real index: the same words in another article's questions take the question away."""
    taken = QUESTION.replace("dinero", "plata")
    before = ArticleFiles.valid(FEES)
    before.words["es"] |= {"must_find": [QUESTION], "asked_as": [taken] * 3 + before.words["es"]["asked_as"]}
    before.write(folder)
    drafts = drafts_in(folder)
    index = SearchIndex.build(SmallLibrary(articles_of(drafts)), LetterEncoder(), cache=None)
    assert list(finding(drafts, articles_of(drafts), index.search)) == []

    before.words["es"]["asked_as"] = before.words["es"]["asked_as"][3:]
    before.write(folder)
    other = ArticleFiles.valid(COMAR)
    other.words["es"]["asked_as"] = [taken] * 3 + other.words["es"]["asked_as"]
    other.write(folder)
    drafts = drafts_in(folder)
    index = SearchIndex.build(SmallLibrary(articles_of(drafts)), LetterEncoder(), cache=None)

    (problem,) = finding(drafts, articles_of(drafts), index.search)
    assert problem.values["found"] == COMAR
