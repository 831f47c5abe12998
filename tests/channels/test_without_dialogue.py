"""The turn that is left when the dialogue engine is broken."""

from __future__ import annotations

import pytest

from bot.replies import Effect, Emergency, Phrase
from channels.without_dialogue import turn_without_dialogue
from locales.sentences import SENTENCES


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("ALTO", Effect.STOP),
        ("stop", Effect.STOP),
        ("INICIO", Effect.START),
        ("BORRAR", Effect.ERASE),
        ("persona", Effect.HANDOFF),
    ],
)
def test_commands_work_without_a_dialogue(text: str, effect: Effect) -> None:
    """STOP, START, DELETE and a person can always be asked for."""
    turn = turn_without_dialogue(text, "es")

    assert effect in turn.effects
    assert all(reply.key in SENTENCES for reply in turn.replies if isinstance(reply, Phrase))


def test_everything_else_gets_an_honest_sentence_and_numbers() -> None:
    """The person is told that we cannot answer now, gets emergency numbers, and an operator sees it."""
    turn = turn_without_dialogue("me siguen", "es")

    assert [type(reply) for reply in turn.replies] == [Phrase, Emergency]
    assert Effect.HANDOFF in turn.effects
