"""Which questions go on with a topic, where a message is cut, and what only a lawyer can say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions.answer import following
from bot.actions.phrasings import Phrasings, phrasings
from bot.errors import BotError
from knowledge.decide import Candidate, Decision, Outcome


@pytest.mark.parametrize(
    "text",
    ["y cuanto cuesta?", "and how long?", "para mi hijo tambien?", "y si ya paso el año", "¿Dónde?", "what do i need"],
)
def test_phrasings_know_questions_without_a_subject(text: str) -> None:
    assert phrasings().names_no_subject(text)


@pytest.mark.parametrize(
    "text",
    [
        "y la visa u?",
        "cuanto cuesta pedir asilo",
        "how long does a family petition take",
        "cuantos perros puedo llevar en el avion",
        "y cuanto tiempo tengo para eso y que papeles necesito y donde voy",
    ],
)
def test_phrasings_know_questions_with_a_subject_or_too_long(text: str) -> None:
    assert not phrasings().names_no_subject(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("como pido asilo", ("como pido asilo",)),
        ("¿Cómo pido asilo? ¿Y puedo trabajar?", ("Cómo pido asilo", "puedo trabajar")),
        ("how do i apply and also can i work", ("how do i apply", "can i work")),
        ("que es el tps\ndonde esta la corte", ("que es el tps", "donde esta la corte")),
        ("mi esposa y mi hijo vienen conmigo", ("mi esposa y mi hijo vienen conmigo",)),
        ("dijeron que mi hijo chocó y que mandara dinero", ("dijeron que mi hijo chocó y que mandara dinero",)),
        ("???", ("???",)),
    ],
)
def test_phrasings_split_before_a_further_question_only(text: str, pieces: tuple[str, ...]) -> None:
    assert phrasings().split(text) == pieces


@pytest.mark.parametrize("text", ["me van a deportar?", "que hago en mi caso", "should i sign", "will they deport me"])
def test_phrasings_know_own_cases(text: str) -> None:
    assert phrasings().is_about_own_case(text)


@pytest.mark.parametrize("text", ["como pido asilo", "a quien deportan", "where do i sign up for english class"])
def test_phrasings_leave_general_questions_alone(text: str) -> None:
    assert not phrasings().is_about_own_case(text)


def test_phrasings_name_a_broken_table(tmp_path: Path) -> None:
    file = tmp_path / "phrasings.yaml"
    file.write_text("links: {}\n")

    with pytest.raises(BotError, match=r"phrasings\.yaml"):
        Phrasings.load(file)


def found(decision: Decision, **scores: float) -> Outcome:
    candidates = (Candidate(slug=slug.replace("_", "-"), score=score) for slug, score in scores.items())
    return Outcome(decision=decision, candidates=tuple(candidates))


NOTHING = found(Decision.DECLINE, us_daca=0.01)


def test_following_prefers_what_the_topic_and_the_question_are_sure_of() -> None:
    """Rule 1: together is sure of another article."""
    together = found(Decision.ANSWER, us_asylum_fees=0.84, us_asylum=0.1)

    assert following("us-asylum", NOTHING, together, no_subject=True).answer == "us-asylum-fees"


def test_following_takes_the_question_alone_when_the_topic_agrees() -> None:
    """Rule 2: alone is sure, and together finds it more probable than the open article; otherwise the topic goes on."""
    alone = found(Decision.ANSWER, us_asylum_deadlines=0.8)

    agreed = following(
        "us-asylum", alone, found(Decision.OFFER, us_asylum_deadlines=0.6, us_asylum=0.4), no_subject=True
    )
    apart = following("us-tps", alone, found(Decision.ANSWER, us_tps=0.99, us_asylum_deadlines=0.1), no_subject=True)

    assert agreed.answer == "us-asylum-deadlines"
    assert apart.goes_on


def test_following_offers_what_is_likely_beside_the_topic() -> None:
    """Rule 3: the most probable counts, whatever came first; what is hardly probable is left out."""
    together = found(Decision.OFFER, us_asylum=0.39, us_asylum_deadlines=0.46, us_daca=0.01)

    assert following("us-asylum", NOTHING, together, no_subject=True).beside == ("us-asylum-deadlines",)


def test_following_reads_on_when_nothing_says_more() -> None:
    """Rules 4 and 5."""
    weak = found(Decision.OFFER, us_asylum_fees=0.34)

    assert following("us-u-visa", weak, found(Decision.ANSWER, us_u_visa=0.95), no_subject=True).goes_on
    assert following("us-u-visa", weak, NOTHING, no_subject=True).goes_on
    assert following("us-u-visa", weak, NOTHING, no_subject=False).outcome is weak
