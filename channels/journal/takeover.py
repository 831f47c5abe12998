"""Somebody who works here answers in the service's place: taking over, writing, handing back. One at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from channels.journal import letters
from channels.journal.crypto import Crypto
from channels.journal.records import DueLetter
from channels.journal.schema import Handoff, Person
from channels.message import Channel, OutboundPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What came of trying to take or give back a conversation, or to write in it."""

    #: Whether it was done.
    done: bool
    #: Who has the conversation now.
    taken_by: str | None
    #: What is to be sent for it.
    letters: tuple[DueLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the person is told; no parts where nothing can be sent."""

    channel: Channel
    parts: Sequence[OutboundPart]


def take(
    c: Connection, crypto: Crypto, person: str, who: str, *, instead_of: str | None, notice: Notice, now: datetime
) -> Took:
    """Take a conversation that nobody has, or that `instead_of` has: of two who try at once one gets it."""
    had = Person.taken_by.is_(None) if instead_of is None else Person.taken_by == instead_of
    took = c.execute(
        update(Person)
        .where(Person.person == person, had)
        .values(taken_by=who, taken_at=now, waiting_at=None, waiting_urgent=False, solved_at=None)
    ).rowcount
    if not took:
        return Took(done=False, taken_by=holder(c, person))
    c.execute(
        update(Handoff).where(Handoff.person == person, Handoff.closed_at.is_(None)).values(taken_by=who, taken_at=now)
    )
    return Took(done=True, taken_by=who, letters=tell(c, crypto, person, notice, now))


def give_back(
    c: Connection, crypto: Crypto, person: str, who: str | None, *, solved: bool, notice: Notice, now: datetime
) -> Took:
    """Let the service answer again; `who` has it, or None when nobody has and it is only marked as solved."""
    values: dict[str, Any] = {"taken_by": None, "taken_at": None, "waiting_at": None, "waiting_urgent": False}
    if solved:
        values["solved_at"] = now
    had = Person.taken_by.is_(None) if who is None else Person.taken_by == who
    if not c.execute(update(Person).where(Person.person == person, had).values(values)).rowcount:
        return Took(done=False, taken_by=holder(c, person))
    c.execute(update(Handoff).where(Handoff.person == person, Handoff.closed_at.is_(None)).values(closed_at=now))
    return Took(done=True, taken_by=None, letters=() if who is None else tell(c, crypto, person, notice, now))


def write(c: Connection, crypto: Crypto, person: str, who: str, *, notice: Notice, now: datetime) -> Took:
    """Plan what `who` writes; nothing unless they have the conversation."""
    had = update(Person).where(Person.person == person, Person.taken_by == who).values(taken_at=now)
    if not c.execute(had).rowcount:
        return Took(done=False, taken_by=holder(c, person))
    due = letters.plan(c, crypto, person, notice.channel, notice.parts, written_by=who, now=now)
    return Took(done=bool(due), taken_by=who, letters=due)


def left_alone(c: Connection, before: datetime) -> tuple[tuple[str, str], ...]:
    """Conversations (person, who has it) in which whoever has them did nothing since `before`."""
    rows = c.execute(
        select(Person.person, Person.taken_by).where(Person.taken_by.is_not(None), Person.taken_at < before)
    )
    return tuple((row.person, row.taken_by) for row in rows if row.taken_by is not None)


def tell(c: Connection, crypto: Crypto, person: str, notice: Notice, now: datetime) -> tuple[DueLetter, ...]:
    return letters.plan(c, crypto, person, notice.channel, notice.parts, written_by=None, now=now)


def holder(c: Connection, person: str) -> str | None:
    return c.execute(select(Person.taken_by).where(Person.person == person)).scalar()
