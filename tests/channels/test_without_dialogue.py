"""The turn that is left when the dialogue engine is broken."""

from __future__ import annotations

import pytest

from bot.replies import Decision, Effect, Emergency, Phrase
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
    turn = turn_without_dialogue("cuanto cuesta pedir asilo", "es")

    assert [type(reply) for reply in turn.replies] == [Phrase, Emergency]
    assert Effect.HANDOFF in turn.effects


@pytest.mark.parametrize(
    ("text", "kind"), [("me secuestraron, ayuda", "kidnapped"), ("he is beating me right now", "violence")]
)
def test_danger_needs_no_dialogue(text: str, kind: str) -> None:
    """Danger is recognised by patterns alone, gets its numbers at once and tops the operators' list."""
    turn = turn_without_dialogue(text, "es", "gt")

    assert turn.replies == (Emergency(kind=kind, country="gt"),)
    assert turn.decision is Decision.URGENT
    assert Effect.ALARM in turn.effects
