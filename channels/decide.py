"""What to say to a message: the dialogue decides, and tables alone where it cannot."""

from __future__ import annotations

from typing import Protocol

import structlog

from bot.replies import Turn
from channels.alarms import Alarms
from channels.journal.records import PersonState
from channels.message import InboundMessage, Kind
from channels.without_dialogue import UNREADABLE, turn_without_dialogue, unreadable
from locales.choose import DEFAULT, choose_language
from locales.hint import Hint, hint
from locales.identify import identify

log = structlog.get_logger()


class Dialogue(Protocol):
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
    ) -> tuple[Turn, bytes]: ...


async def decide(
    message: InboundMessage, person: PersonState, dialogue: Dialogue, alarms: Alarms, *, by_tables: bool = False
) -> tuple[Turn, bytes | None]:
    """The dialogue's turn; when anything here is broken, commands still work and danger still gets its numbers."""
    language = person.language or person.last_language or DEFAULT
    text = message.opt_out or message.text
    if by_tables:
        return turn_without_dialogue(text, language, person.country), person.tracker
    try:
        language = choose_language(chosen=person.language, guess=identify(message.text), last=person.last_language)
        if message.kind in UNREADABLE and message.opt_out is None:
            return unreadable(message.kind, language, first_contact=person.first_contact), person.tracker
        turn = await turn_of(dialogue, text, person, language, voice=message.kind is Kind.VOICE)
    except Exception as error:
        log.exception("dialogue_failed", sid=message.sid)
        alarms.ring("turns", f"A message was answered with an excuse: {type(error).__name__}.")
        return turn_without_dialogue(text, language, person.country), person.tracker
    alarms.clear("turns")
    return turn


async def turn_of(
    dialogue: Dialogue, text: str, person: PersonState, language: str, *, voice: bool = False
) -> tuple[Turn, bytes]:
    """The dialogue's turn; a conversation that it cannot go on with begins anew, or every answer would be an excuse."""

    async def turn(tracker: bytes | None) -> tuple[Turn, bytes]:
        return await dialogue.turn(
            text,
            tracker=tracker,
            language=language,
            first_contact=person.first_contact,
            country=person.country,
            hint=hint(text),
            voice=voice,
        )

    try:
        return await turn(person.tracker)
    except Exception:
        if person.tracker is None:
            raise
        log.exception("conversation_begun_anew")
        return await turn(None)
