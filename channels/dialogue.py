"""The dialogue engine as the pipeline uses it, and what stands in for it when it cannot be loaded."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from threading import Thread

import structlog

from bot.answers import Answers
from bot.engine import Engine
from bot.errors import TurnError
from bot.replies import Turn
from bot.train import train
from channels.decide import Dialogue
from channels.logs import configure_logs
from locales.hint import Hint

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    dialogue: Dialogue
    #: Why there is no dialogue, for operators; empty when there is one.
    trouble: str = ""


class NoDialogue:
    """A `Dialogue` without a model: every turn fails, and the pipeline then answers by tables alone."""

    async def turn(
        self,
        text: str,
        *,
        tracker: bytes | None,
        language: str,
        first_contact: bool,
        country: str | None,
        hint: Hint | None,
        voice: bool,
    ) -> tuple[Turn, bytes]:
        """Raises TurnError."""
        raise TurnError("no dialogue model is loaded")


class Apart:
    """A `Dialogue` in a thread of its own: a turn is some milliseconds of arithmetic, and webhooks must not wait."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name="dialogue", daemon=True).start()

    async def turn(
        self,
        text: str,
        *,
        tracker: bytes | None,
        language: str,
        first_contact: bool,
        country: str | None,
        hint: Hint | None,
        voice: bool,
    ) -> tuple[Turn, bytes]:
        turn = self._dialogue.turn(
            text,
            tracker=tracker,
            language=language,
            first_contact=first_contact,
            country=country,
            hint=hint,
            voice=voice,
        )
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(turn, self._loop))


def load_dialogue(answers: Answers) -> Loaded:
    """The engine with its model, trained first where something has changed; takes seconds, never raises.

    Without a dialogue the service still stops, starts and erases, and gives emergency numbers: better than nothing.
    """
    try:
        return Loaded(dialogue=Apart(Engine.load(train(), answers=answers)))
    except Exception as error:
        log.exception("dialogue_unavailable", remedy="rumbo train")
        return Loaded(
            dialogue=NoDialogue(), trouble=f"{type(error).__name__}: run `rumbo train` and look at its errors"
        )
    finally:
        configure_logs()
