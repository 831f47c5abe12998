from __future__ import annotations

import pytest

from channels.bench.bounds import HIGHEST_RATE, LONGEST_SECONDS, MOST_MESSAGES, MOST_PEOPLE
from channels.bench.errors import BenchError
from channels.bench.script import questions, script

ASKED = {"es": ("cuanto cuesta", "cuanto tarda"), "en": ("how much", "how long")}


def test_script_repeats_itself_but_for_the_ids() -> None:
    """Two runs compare: the same people write the same words at the same moments."""
    first, second = (script(messages=50, people=7, rate=10, asked=ASKED) for _ in range(2))

    assert [(s.number, s.body, s.due) for s in first] == [(s.number, s.body, s.due) for s in second]
    assert len({s.sid for s in (*first, *second)}) == 100


def test_script_keeps_rate_people_and_languages() -> None:
    """The messages come at the rate that was asked for, from as many people, each in one language."""
    said = script(messages=1000, people=10, rate=20, asked=ASKED)

    assert {s.number for s in said} == {s.number for s in said[:10]}
    assert 40 < said[-1].due < 60
    assert all(len({s.body in ASKED["es"] for s in said if s.number == number}) == 1 for number in {said[0].number})


def test_burst_is_due_at_once() -> None:
    """Without a rate every message is due at the start."""
    assert {s.due for s in script(messages=20, people=20, rate=None, asked=ASKED)} == {0.0}


@pytest.mark.parametrize(
    ("messages", "people", "rate"),
    [
        (MOST_MESSAGES + 1, 1, None),
        (0, 1, None),
        (10, 0, None),
        (10, MOST_PEOPLE + 1, None),
        (10, 1, 0.0),
        (10, 1, HIGHEST_RATE + 1),
        (1000, 1, 1000 / (LONGEST_SECONDS + 1)),
    ],
    ids=["too many", "none", "nobody", "too many people", "no rate", "too quick", "too long"],
)
def test_script_is_bounded(messages: int, people: int, rate: float | None) -> None:
    """More messages, people or minutes than the bounds are refused with a sentence."""
    with pytest.raises(BenchError, match=r"A run (has|takes)"):
        script(messages=messages, people=people, rate=rate, asked=ASKED)


def test_questions_are_those_of_the_articles() -> None:
    """People of the benchmark ask what people ask, in both languages, and rarely the same twice."""
    asked = questions()

    assert all(len(set(asked[language])) > 300 for language in ("es", "en"))
