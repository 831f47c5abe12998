from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.parse import parse_article
from knowledge.rules.across import NEAR, questions
from knowledge.sample_articles import ArticleFiles

SOME = ["asilo", "visa", "hijo", "miedo", "papel", "corte", "frontera", "permiso", "cuanto", "donde"]
WORDS = st.lists(st.sampled_from(SOME), max_size=5)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8), st.lists(WORDS.map(" ".join), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_questions_finds_every_near_pair_that_comparing_all_would(first: list[str], second: list[str]) -> None:
    """The short way to near questions misses none and invents none."""
    drafts = []
    for slug, asked in (("us-asylum-fees", first), ("us-asylum-deadlines", second)):
        files = ArticleFiles.valid(slug)
        files.words["es"]["asked_as"] = [text or "x" for text in asked]
        drafts.append(parse_article(slug, {name: text.encode() for name, text in files.texts().items()}))

    found = {
        (problem.values["question"], problem.values["similar"])
        for problem in questions(drafts)
        if problem.code == "question_near" and problem.file == "us-asylum-fees/es.md"
    }

    near = {(a or "x", b or "x") for a in first for b in second if a != b and dice(a or "x", b or "x") >= NEAR}
    assert found == near


def dice(one: str, other: str) -> float:
    first, second = ({f"  {text} "[i : i + 3] for i in range(len(text) + 1)} for text in (one, other))
    return 2 * len(first & second) / (len(first) + len(second))
