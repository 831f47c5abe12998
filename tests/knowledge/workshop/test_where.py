from __future__ import annotations

import pytest

from knowledge.sample_articles import ArticleFiles
from knowledge.workshop.where import where


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fee.form", ["fee.form"]),
        ("$100", ["fee.form"]),
        ("Jul 2, 2026", ["date.seen"]),
        ("2 jul 2026", ["date.seen"]),
        ("2026-07-02", ["date.seen"]),
        ("EXAMPLE.gov", ["fee.form", "days.limit", "date.seen"]),
        ("$999", []),
    ],
)
def test_where_finds_facts_by_name_value_or_source(text: str, expected: list[str]) -> None:
    """Whoever has heard of a wrong number finds where it stands, however it is written."""

    assert [found.key for found in where([ArticleFiles.valid().article()], text)] == expected
