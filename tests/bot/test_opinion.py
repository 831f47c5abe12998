"""A second opinion beside the patterns: what the dialogue makes of it, and what it does without one."""

from __future__ import annotations

import pytest

from bot.replies import Effect, Emergency, Phrase
from bot.testing import ScriptedAnswers
from knowledge.danger.opinion import Opinion
from tests.bot.conftest import EngineWith

#: No pattern knows it.
UNKNOWN = "el senor de aqui ya trae la mecha corta y los ninos lo saben"
#: A plain pattern sees danger in "lost".
PLAIN = "lost my passport"
STORY = "mi cunado me hacia la vida imposible"


def opinion(*, danger: float = 0.3, kind: str | None = None, **said: bool) -> Opinion:
    return Opinion(danger=danger, kind=kind, **{"calm": False, "past": False, "illegal": False, **said})


async def test_opinion_raises_the_alarm_that_no_pattern_foresaw(engine_with: EngineWith) -> None:
    """What no pattern knows gets emergency numbers when the opinion says danger; without one it is looked up."""
    seen = engine_with(ScriptedAnswers(opinions={UNKNOWN: opinion(danger=0.9, kind="medical")}))
    unseen = engine_with(ScriptedAnswers())

    alarmed, _ = await seen.turn(UNKNOWN, tracker=None, language="es", country="gt")
    asked, _ = await unseen.turn(UNKNOWN, tracker=None, language="es", country="gt")

    assert alarmed.replies[0] == Emergency(kind="medical", country="gt")
    assert alarmed.effects == {Effect.ALARM}
    assert asked.intent == "ask"


@pytest.mark.parametrize(("calm", "intent"), [(False, "urgent"), (True, "ask")], ids=["in doubt", "surely calm"])
async def test_plain_pattern_alarms_unless_the_opinion_is_surely_calm(
    engine_with: EngineWith, calm: bool, intent: str
) -> None:
    """A plain pattern needs no opinion, only none that says the contrary for sure."""
    engine = engine_with(ScriptedAnswers(opinions={PLAIN: opinion(calm=calm)}))

    turn, _ = await engine.turn(PLAIN, tracker=None, language="en")

    assert turn.intent == intent


async def test_opinion_refuses_unlawful_help(engine_with: EngineWith) -> None:
    """What the opinion takes for unlawful is turned to lawful topics."""
    asked = "me consigue un papelito arreglado"
    engine = engine_with(ScriptedAnswers(opinions={asked: opinion(illegal=True)}))

    turn, _ = await engine.turn(asked, tracker=None, language="es")

    assert turn.intent == "illegal_help"


async def test_past_violence_gets_a_gentle_line_before_the_answer(engine_with: EngineWith) -> None:
    """A story of violence that is over is answered as a question, kindly, and after the welcome."""
    engine = engine_with(ScriptedAnswers({STORY: ("us-vawa",)}, opinions={STORY: opinion(past=True)}))

    turn, _ = await engine.turn(STORY, tracker=None, language="es", first_contact=True)

    keys = [reply.key if isinstance(reply, Phrase) else "answer" for reply in turn.replies]
    assert keys[:4] == ["utter_welcome", "utter_welcome_commands", "utter_gentle_line", "answer"]


async def test_commands_ask_for_no_opinion(engine_with: EngineWith) -> None:
    """STOP is STOP, whatever a model thinks of it."""
    engine = engine_with(ScriptedAnswers(opinions={"STOP": opinion(danger=0.99, kind="suicide")}))

    turn, _ = await engine.turn("STOP", tracker=None, language="en")

    assert turn.effects == {Effect.STOP}
