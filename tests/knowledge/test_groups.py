from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.folder import ARTICLES
from knowledge.groups import groups
from knowledge.library import Library
from knowledge.normalise import normalise
from knowledge.search import SearchIndex
from knowledge.testing import LetterEncoder, small_library

TUNE = Path(__file__).parents[1] / "questions"


def rows(*degrees: float) -> np.ndarray:
    turned = np.radians(degrees)
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def test_near_questions_are_one_group_the_biggest_first() -> None:
    """And in a group the most typical question comes first."""
    assert groups(rows(0, 90, 95, 100)) == ((2, 1, 3), (0,))


def test_no_question_and_a_single_one() -> None:
    """The first hour of a service."""
    assert groups(np.empty((0, 2), np.float32)) == ()
    assert groups(rows(10)) == ((0,),)


def test_question_that_says_nothing_is_alone() -> None:
    """A row of zeros has no direction; it breaks nothing."""
    assert groups(np.zeros((2, 3), np.float32)) == ((0,), (1,))


def test_profiles_tell_what_a_question_is_near_to() -> None:
    """Two ways to ask the same are nearer than to anything else, and the article comes first."""
    encoder = LetterEncoder()
    index = SearchIndex.build(small_library(), encoder, cache=None)
    asked = ["cuanto cuesta pedir asilo", "cuanto cuesta el formulario de asilo", "necesito un abogado gratis"]
    profiles = index.profiles(encoder.encode_queries(asked))
    near = profiles @ profiles.T

    assert near[0, 1] > near[0, 2]
    assert [slugs[0] for slugs in index.articles_near(profiles, 2)] == ["fees", "fees", "lawyer"]


def test_groups_of_real_questions_are_of_one_topic() -> None:
    """Of pairs in one group, at least .40 are of one topic on the tuning half; by chance it would be .02."""
    lines = [line for tag in ("es", "en") for line in (TUNE / f"{tag}.tune.jsonl").open(encoding="utf-8")]
    asked = [each for each in map(json.loads, lines) if each["in_scope"]]
    encoder = Embedder.load(PACKAGED_MODEL)
    index = SearchIndex.build(Library.load(ARTICLES), encoder)
    found = groups(index.profiles(encoder.encode_queries([normalise(each["text"]) for each in asked])))
    pairs = [(one, other) for group in found for at, one in enumerate(group) for other in group[at + 1 :]]
    same = sum(asked[one]["topic"] == asked[other]["topic"] for one, other in pairs)

    assert same / len(pairs) >= 0.40
    assert len(found) < len(asked) * 0.7
