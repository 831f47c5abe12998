from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.digest import is_signed
from knowledge.errors import KnowledgeError, SigningRefusedError
from knowledge.sample_articles import SLUGS, TODAY, ArticleFiles, read, replace_in, segments
from knowledge.workshop.vet import vet

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_vet_signs_what_is_there(folder: Path, sign: Callable[[], None]) -> None:
    """After signing the article counts as signed, and the check still finds nothing."""
    sign()

    article = read(folder, SLUG)
    assert is_signed(article)
    assert [(s.reviewer, s.on) for s in article.signatures] == [("Ana López, lawyer", TODAY)]
    assert check(folder, segments, TODAY, slugs=SLUGS) == []


def test_vet_keeps_earlier_signatures(folder: Path, sign: Callable[[], None]) -> None:
    """Who signed what before stays on record, in order."""
    sign()
    replace_in(folder / SLUG / "article.yaml", "value: 30", "value: 31")
    vet(folder, SLUG, reviewer="Luis, notary", today=TODAY, measure=segments)

    assert [s.reviewer for s in read(folder, SLUG).signatures] == ["Ana López, lawyer", "Luis, notary"]


def test_vet_refuses_an_article_with_errors(folder: Path, sign: Callable[[], None]) -> None:
    """Nothing wrong can be signed, and nothing is written."""
    replace_in(folder / SLUG / "en.md", "Help is free.", "Help is always free.")

    with pytest.raises(SigningRefusedError) as raised:
        sign()

    assert codes(raised.value) == {"translation_behind"}
    assert not (folder / SLUG / "signatures.yaml").exists()


@pytest.mark.parametrize("reviewer", ["Ana", "", "Ana,", ", lawyer", "Ana, lawyer\n- x"])
def test_vet_wants_a_name_and_a_role(folder: Path, reviewer: str) -> None:
    """A signature is a person's, with what makes them able to judge."""
    with pytest.raises(KnowledgeError) as raised:
        vet(folder, SLUG, reviewer=reviewer, today=TODAY, measure=segments)

    assert codes(raised.value) == {"bad_reviewer"}


def test_vet_names_facts_that_nobody_has_confirmed(folder: Path) -> None:
    """Unconfirmed facts may be signed for, but not unknowingly."""
    files = ArticleFiles.valid()
    files.head["facts"]["days.limit"]["confirmed"] = False
    files.write(folder)

    signed = vet(folder, SLUG, reviewer="Ana, lawyer", today=TODAY, measure=segments)

    assert signed.unconfirmed == ("days.limit",)
