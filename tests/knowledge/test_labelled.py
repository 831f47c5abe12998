"""Questions with a topic are well formed, in every language, and none has two topics."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from knowledge.labelled import ELSEWHERE, read_labelled
from knowledge.normalise import fold
from knowledge.slugs import load_slugs


def test_every_article_has_labelled_questions() -> None:
    """Topics are articles or `elsewhere`, and no article is without."""
    assert set(read_labelled()) == {*load_slugs().all, ELSEWHERE}


def test_no_question_is_labelled_twice() -> None:
    """A question under two topics would teach the search that both are right."""
    times = Counter(fold(text) for questions in read_labelled().values() for text in questions)
    assert [text for text, count in times.items() if count > 1] == []


def test_languages_are_read_together(tmp_path: Path) -> None:
    """Lines of one topic come from every file; empty lines count for nothing."""
    (tmp_path / "en.yaml").write_text("us-daca: |\n  is daca open\n\n  renew daca\n", encoding="utf-8")
    (tmp_path / "es.yaml").write_text("us-daca: |\n  sigue el daca\n", encoding="utf-8")

    assert read_labelled(tmp_path) == {"us-daca": ("is daca open", "renew daca", "sigue el daca")}
