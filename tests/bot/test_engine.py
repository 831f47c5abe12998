from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field

import pytest

from bot.engine import Engine
from bot.errors import TrackerError, TurnError
from bot.replies import ArticlePart, Decision, Emergency, Phrase, Turn
from bot.testing import ScriptedAnswers
from knowledge.decide import Outcome
from tests.bot.conftest import EngineWith

ASYLUM = {"como pido asilo": ("us-asylum-how-to-apply",)}


@dataclass
class MeetingAnswers(ScriptedAnswers):
    """Every look-up waits until all of them are under way, so their turns are certainly interleaved."""

    barrier: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(3))

    async def look_up(self, question: str, language: str) -> Outcome:
        async with self.barrier:
            return await super().look_up(question, language)


class BrokenAnswers(ScriptedAnswers):
    async def look_up(self, question: str, language: str) -> Outcome:
        raise OSError("the index is gone")


async def test_engine_keeps_people_apart(engine_with: EngineWith) -> None:
    """Turns of several people that run at the same time do not touch each other's conversation."""
    topics = {"uno": "us-daca", "dos": "us-sij", "tres": "us-vawa"}
    questions = {f"pregunta sobre {name}": (slug,) for name, slug in topics.items()}
    engine = engine_with(MeetingAnswers(questions))

    async def converse(question: str) -> list[Turn]:
        first, tracker = await engine.turn(question, tracker=None, language="es")
        second, _ = await engine.turn("mas", tracker=tracker, language="es")
        return [first, second]

    turns = await asyncio.gather(*(converse(question) for question in questions))

    assert [[turn.replies for turn in conversation] for conversation in turns] == [
        [(ArticlePart(slug=slug),), (ArticlePart(slug=slug, part=1),)] for slug in topics.values()
    ]


async def test_engine_returns_the_same_for_the_same(engine_with: EngineWith) -> None:
    """A turn that is run again from the same tracker says the same: nothing is kept inside."""
    engine = engine_with(ScriptedAnswers(ASYLUM))
    _, tracker = await engine.turn("como pido asilo", tracker=None, language="es")

    first, _ = await engine.turn("mas", tracker=tracker, language="es")
    again, _ = await engine.turn("mas", tracker=tracker, language="es")

    assert first == again


async def test_engine_raises_when_the_search_fails(engine_with: EngineWith) -> None:
    """Rasa would swallow the error and say nothing; the engine raises with its cause."""
    with pytest.raises(TurnError) as raised:
        await engine_with(BrokenAnswers()).turn("como pido asilo", tracker=None, language="es")

    assert isinstance(raised.value.__cause__, OSError)


async def test_engine_works_again_after_a_failure(engine_with: EngineWith) -> None:
    """A failed turn leaves nothing behind that fails the next."""
    broken = engine_with(BrokenAnswers())
    with pytest.raises(TurnError):
        await broken.turn("como pido asilo", tracker=None, language="es")

    turn, _ = await broken.turn("gracias", tracker=None, language="es")

    assert turn.replies == (Phrase(key="utter_thanks"),)


async def test_engine_raises_for_a_broken_tracker(loaded: Engine) -> None:
    """A conversation that cannot be read is never silently begun anew."""
    with pytest.raises(TrackerError):
        await loaded.turn("hola", tracker=b"not a tracker", language="es")


async def test_engine_passes_the_language_to_the_search(engine_with: EngineWith) -> None:
    """The search hears the question as it was written, and in which language."""
    answers = ScriptedAnswers()
    await engine_with(answers).turn("¿Cómo pido ASILO?", tracker=None, language="es")

    assert answers.asked == [("¿Cómo pido ASILO?", "es")]


async def test_engine_names_what_was_found(engine_with: EngineWith) -> None:
    """The turn says the decision, the article and the candidates with their scores."""
    turn, _ = await engine_with(ScriptedAnswers(ASYLUM)).turn("como pido asilo", tracker=None, language="es")

    assert (turn.decision, turn.article) == (Decision.ANSWER, "us-asylum-how-to-apply")
    assert [candidate.slug for candidate in turn.candidates] == ["us-asylum-how-to-apply"]


async def test_engine_takes_no_orders_from_a_slash(loaded: Engine) -> None:
    """`/restart` is Rasa's own command; from a person it is text, and STOP stays."""
    _, tracker = await loaded.turn("stop", tracker=None, language="en")
    _, tracker = await loaded.turn("/restart", tracker=tracker, language="en")
    turn, _ = await loaded.turn("hello", tracker=tracker, language="en")

    assert turn.replies == ()


async def test_engine_prints_nothing_that_a_person_wrote(loaded: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    """The words of a message reach neither standard output nor standard error."""
    await loaded.turn("me llamo Zacatecoluca y quiero asilo", tracker=None, language="es")

    captured = capfd.readouterr()

    assert "zacatecoluca" not in (captured.out + captured.err).lower()


async def test_engine_reads_very_long_messages(loaded: Engine) -> None:
    """A message of a hundred thousand characters is a question like any other."""
    turn, _ = await loaded.turn("asilo " * 20_000, tracker=None, language="es")

    assert turn.intent == "ask"


async def test_engine_keeps_nothing_that_was_told_to_the_pathway_finder(loaded: Engine) -> None:
    """Once it has ended, or was interrupted, no answer of it is in what is stored."""
    _, before = await loaded.turn("gracias", tracker=None, language="es")

    for last in ("0", "gracias"):
        tracker = before
        for text in ("guia", "1", "1", "1", "1", "1", last):
            turn, tracker = await loaded.turn(text, tracker=tracker, language="es")

        assert turn.candidates == ()
        stored = json.loads(zlib.decompress(tracker))
        assert not [slot for slot in stored["slots"] if slot.startswith("guide_")]
        assert "loop" not in stored


async def test_engine_says_where_the_person_is(loaded: Engine) -> None:
    """The country that was picked comes out, to be kept and given to later turns."""
    first, tracker = await loaded.turn("mi bebe no respira", tracker=None, language="es")
    turn, _ = await loaded.turn("2", tracker=tracker, language="es")

    assert (first.country, turn.country) == (None, "gt")
    assert turn.replies == (Emergency(kind="medical", country="gt"),)
