"""Loops with other machines, floods from one number: what is not answered, so that the others are.

    echo    our own words came back: never answered
    loop    the same message 20 times in 5 minutes
    flood   more messages in 5 minutes, or in a day, than anybody can read answers to

Whoever is limited is told once. Danger is always answered; only the very same cry, over and over as a machine repeats
it, is answered once a minute. STOP, START and DELETE are always obeyed. A number's messages are counted in the
journal, so that every machine counts the same and a restart forgets nothing, by the time at which they came in: what
is caught up with after an outage is no flood.
"""

from __future__ import annotations

from enum import StrEnum

from bot.replies import Decision, Effect, Phrase, Turn
from channels.journal.recent import PAUSED
from channels.journal.records import Recent

#: The same message this often within five minutes is a loop.
LOOP = 20
#: A day has room for this many times the limit of five minutes.
PER_DAY = 10
#: Never limited.
OBEYED = frozenset({Effect.STOP, Effect.START, Effect.ERASE})


class Abuse(StrEnum):
    ECHO = "echo"
    LOOP = "loop"
    FLOOD = "flood"


def judge(recent: Recent, most: int) -> Abuse | None:
    """What a message is part of; `most` is FLOOD_LIMIT, messages in five minutes, and 0 switches all of it off."""
    if not most:
        return None
    if recent.echo:
        return Abuse.ECHO
    if recent.repeated >= LOOP:
        return Abuse.LOOP
    if recent.lately > most or recent.today > most * PER_DAY:
        return Abuse.FLOOD
    return None


def limited(turn: Turn, abuse: Abuse, recent: Recent, most: int) -> Turn | None:
    """What is left of a turn; None when the message gets no answer."""
    if turn.decision is Decision.URGENT:
        return None if abuse is Abuse.LOOP and recent.urgent_within_a_minute else turn
    if turn.effects & OBEYED:
        return turn
    told = recent.told_today if recent.today > most * PER_DAY else recent.told_lately
    if told:
        return None
    return Turn(
        replies=(Phrase(key="paused"),),
        intent=PAUSED,
        decision=Decision.DECLINE,
        language=turn.language,
    )
