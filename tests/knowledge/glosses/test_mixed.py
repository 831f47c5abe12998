"""The test set of mixed questions says what it claims to say."""

from __future__ import annotations

from pathlib import Path

from knowledge.glosses.mixed import TAGS, mixed
from knowledge.questions import read_questions

QUESTIONS = Path(__file__).parents[2] / "questions"
WORDS = {("quiero",): "kinwaj", ("por", "favor"): "chb'ana'", ("por",): "rumal"}


def test_entries_are_replaced_longest_first_and_the_rest_stays() -> None:
    """What the dictionary does not have stays as it was typed, punctuation and accents too."""
    assert mixed("Quiero asilo, ¡por favor! por mí", WORDS) == "kinwaj asilo, ¡chb'ana'! rumal mí"


def test_mixed_questions_keep_their_topics() -> None:
    """Each question is one of the Spanish ones, with other words and the same topic."""
    spanish = {question.id: question for question in read_questions(QUESTIONS / "es.tune.jsonl")}
    found = read_questions(QUESTIONS / "mixed.offers.jsonl")

    assert {question.lang for question in found} == set(TAGS)
    for question in found:
        origin = spanish[question.id.removeprefix(f"{question.lang}-")]
        assert (question.topic, question.also) == (origin.topic, origin.also)
        assert question.text != origin.text
