from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.check import rough_measure
from knowledge.errors import KnowledgeError
from knowledge.library import load_usable
from knowledge.sample_articles import TODAY, write_library
from knowledge.workshop.proposals import Proposal, drop, proposals, propose, take

SLUG = "us-asylum-fees"
DAY = date(2026, 11, 24)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles", (SLUG, "gt-asylum"))


@pytest.fixture
def folder(articles: Path) -> Path:
    return articles.parent / "proposals"


def wording(folder: Path, *lines: str, **changes: str) -> Proposal:
    given = {"article": SLUG, "language": "es", "by": "ana", **changes}
    return propose(folder, asked_as=lines, on=DAY, **given)  # type: ignore[arg-type]


def taken(folder: Path, articles: Path, name: str, slug: str | None = None) -> list[str]:
    return [each.code for each in take(folder, articles, name, slug=slug, today=TODAY, measure=rough_measure)]


def test_proposal_is_a_file_that_changes_no_article(folder: Path, articles: Path) -> None:
    """It says who proposed what and when, and what is in service stays as it is."""
    before = load_usable(articles).articles
    made = wording(folder, "cuanto vale", "¿qué precio tiene?", note="muchos: preguntan así")

    assert proposals(folder) == (made,)
    assert "proposed_by: ana" in (folder / f"{made.name}.yaml").read_text()
    assert load_usable(articles).articles == before


def test_taken_wording_is_found_in_the_article(folder: Path, articles: Path) -> None:
    """In its language alone, not twice, and the proposal is gone."""
    present = load_usable(articles).articles[SLUG].words["es"].asked_as
    made = wording(folder, "que precio tiene eso", present[0].upper())
    left = taken(folder, articles, made.name)
    after = load_usable(articles).articles[SLUG].words

    assert left == []
    assert after["es"].asked_as == (*present, "que precio tiene eso")
    assert "que precio tiene eso" not in after["en"].asked_as
    assert proposals(folder) == ()


def test_proposed_article_is_started_with_its_questions(folder: Path, articles: Path) -> None:
    """Under a name of the closed list, which the editor gives."""
    made = wording(folder, "hay asilo en honduras", article="", about="Asilo en Honduras: ¿cómo?")
    with pytest.raises(KnowledgeError) as nameless:
        taken(folder, articles, made.name)
    left = taken(folder, articles, made.name, slug="hn-asylum")

    assert [each.code for each in nameless.value.problems] == ["proposal_needs_slug"]
    assert "hay asilo en honduras" in (articles / "hn-asylum" / "es.md").read_text()
    assert left, "an article that is not written yet has errors, and they are said"


def test_wording_in_a_language_without_articles_waits_for_a_reviewer(folder: Path, articles: Path) -> None:
    """An operator labels a question at the console; on the word of who understood it the article is offered."""
    made = wording(folder, "jas rajil ri wuj", "jampa' kinto ri wuj", language="quc")
    with pytest.raises(KnowledgeError) as unheard:
        taken(folder, articles, made.name)
    give = {"slug": None, "today": TODAY, "measure": rough_measure}
    left = take(folder, articles, made.name, reviewer="Ana Tzoc, interpreter", **give)  # type: ignore[arg-type]
    asked = load_usable(articles).articles[SLUG].asked

    assert [each.code for each in unheard.value.problems] == ["proposal_language"]
    assert left == []
    assert [(one.tag, one.text, one.reviewer) for one in asked] == [
        ("quc", "jas rajil ri wuj", "Ana Tzoc, interpreter"),
        ("quc", "jampa' kinto ri wuj", "Ana Tzoc, interpreter"),
    ]
    assert proposals(folder) == ()


@pytest.mark.parametrize("name", ["nothing", "../articles/us-asylum-fees/article", "", ".hidden"])
def test_name_leads_nowhere_else(folder: Path, articles: Path, name: str) -> None:
    """Only to a proposal that there is."""
    wording(folder, "cuanto vale")
    with pytest.raises(KnowledgeError) as refused:
        drop(folder, name)

    assert [each.code for each in refused.value.problems] == ["no_such_proposal"]


def test_language_that_the_article_does_not_have(folder: Path, articles: Path) -> None:
    """Is said, and the proposal stays."""
    made = wording(folder, "jteb'il", language="mam")
    with pytest.raises(KnowledgeError) as refused:
        taken(folder, articles, made.name)

    assert [each.code for each in refused.value.problems] == ["proposal_language"]
    assert proposals(folder) == (made,)


def test_file_that_is_no_proposal_is_passed_over(folder: Path, articles: Path) -> None:
    """What somebody left there breaks no list."""
    made = wording(folder, "cuanto vale")
    (folder / "notes.yaml").write_text("- something else")
    (folder / "broken.yaml").write_text("{")

    assert proposals(folder) == (made,)
