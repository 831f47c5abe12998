"""Answers that come late, as after an outage: the person hears that we are sorry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.replies import Decision, Effect, Phrase, Turn
from channels.journal.records import PersonState
from channels.message import InboundMessage

#: Who gets their answer later than this is told so.
LATE = timedelta(minutes=10)


def is_late(message: InboundMessage, person: PersonState, now: datetime) -> bool:
    """Whether the person has waited long, and has heard nothing of us since they wrote."""
    heard = person.answered_at is not None and person.answered_at >= message.received_at
    return not heard and now - message.received_at > LATE


def excused(turn: Turn) -> Turn:
    """The turn with an excuse for the wait: first, but after numbers to call, and not where STOP is obeyed."""
    if not turn.replies or Effect.STOP in turn.effects:
        return turn
    sorry = (Phrase(key="sorry_for_the_wait"),)
    replies = (*turn.replies, *sorry) if turn.decision is Decision.URGENT else (*sorry, *turn.replies)
    return replace(turn, replies=replies)
