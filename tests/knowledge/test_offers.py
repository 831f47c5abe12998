"""Topics are offered to who asks in an Indigenous language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Asked
from knowledge.decide import Calibration
from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.folder import ARTICLES
from knowledge.glosses.table import Glosses
from knowledge.library import Library
from knowledge.offers import Offers
from knowledge.questions import read_questions
from knowledge.search import SearchIndex
from knowledge.testing import LetterEncoder, SmallLibrary, small_library

MIXED = Path(__file__).parents[1] / "questions" / "mixed.offers.jsonl"


def offers(library: SmallLibrary | Library, encoder: LetterEncoder | Embedder) -> Offers:
    index = SearchIndex.build(library, encoder)
    return Offers(library, index, Glosses.load, Calibration.load())


@pytest.fixture(scope="module")
def real() -> Offers:
    """Over the articles and the model that are shipped."""
    return offers(Library.load(ARTICLES), Embedder.load(PACKAGED_MODEL))


def test_the_right_topic_is_among_three_for_mixed_questions(real: Offers) -> None:
    """Spanish questions whose common words were replaced, of seven languages: the goal is .60 (all 556: .91)."""
    asked = read_questions(MIXED)[::14]
    found = [{each.slug for each in real.topics(question.text, question.lang)} for question in asked]

    assert all(len(some) <= 3 for some in found)
    assert np.mean([bool(some & question.right) for some, question in zip(found, asked, strict=True)]) >= 0.8


def test_glosses_find_more_than_the_spanish_words_alone(real: Offers) -> None:
    """The same questions without a language: only what is Spanish in them counts."""
    asked = read_questions(MIXED)[::14]

    def right(tag_known: bool) -> int:
        found = [real.topics(question.text, question.lang if tag_known else None) for question in asked]
        return sum(any(each.slug in q.right for each in some) for some, q in zip(found, asked, strict=True))

    assert right(tag_known=True) > right(tag_known=False)


@pytest.mark.parametrize(
    ("question", "tag"),
    [("xqtz wmpfk zzrt", "quc"), ("", "quc"), ("'?!", "mam"), ("😀", None), ("xqtz wmpfk zzrt", None)],
)
def test_what_is_not_understood_gets_no_topics(real: Offers, question: str, tag: str | None) -> None:
    """Three topics out of nothing would waste a frightened person's time."""
    assert real.topics(question, tag) == ()


def test_a_labelled_question_leads_to_its_topic() -> None:
    """What somebody understood once is found again, with other apostrophes and a word more; in its language only."""
    library = small_library()
    slug = next(iter(library.articles))
    asked = Asked(
        tag="quc", text="jas kinb'an che ri wuj re q'atb'altzij", reviewer="Ana, teacher", on=date(2026, 7, 2)
    )
    labelled = replace(library.articles[slug], asked=(asked,))
    found = offers(SmallLibrary({**library.articles, slug: labelled}), LetterEncoder())

    again = found.topics("Jas kinbʼan che ri wuj re qʼatbʼaltzij tat", "quc")
    other = found.topics("jas kinb'an che ri wuj re q'atb'altzij", "kek")
    assert again[0].slug == slug
    assert again[0].score > 0.8
    assert all(each.score < 0.8 for each in other)
