from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.check import check
from knowledge.errors import KnowledgeError
from knowledge.library import load_usable
from knowledge.sample_articles import TODAY, segments
from knowledge.workshop.new import new_article

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_new_article_is_ready_to_fill_in_and_not_served(tmp_path: Path) -> None:
    """The files can be read, say what is missing, and cannot reach anyone."""
    new_article(tmp_path, "gt-asylum", today=TODAY)

    problems = check(tmp_path, segments, TODAY, only=["gt-asylum"])
    assert {problem.code for problem in problems} == {"no_sources", "not_text"}
    assert load_usable(tmp_path).articles == {}
    assert yaml.safe_load((tmp_path / "gt-asylum/article.yaml").read_text("utf-8"))["jurisdiction"] == "gt"


@pytest.mark.parametrize(("slug", "code"), [("us-asylum-fee", "unknown_slug"), (SLUG, "exists_already")])
def test_new_article_refuses(folder: Path, slug: str, code: str) -> None:
    """Names outside the list and articles that exist are refused, and nothing is written over."""
    before = (folder / SLUG / "es.md").read_bytes()

    with pytest.raises(KnowledgeError) as raised:
        new_article(folder, slug, today=TODAY)

    assert codes(raised.value) == {code}
    assert (folder / SLUG / "es.md").read_bytes() == before
