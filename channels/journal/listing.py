"""Conversations as a list: those in danger whom nobody has taken first, then the newest; quick with a million messages.

Everything that is filtered or sorted by is a column of `people` with an index, so a page reads fifty rows and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, not_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal.crypto import Crypto
from channels.journal.people import opened
from channels.journal.schema import Inbound, Person

#: Beyond this many people in danger the list goes on in its usual order.
MOST_URGENT = 100

#: Where a page begins: after the conversation last seen then, of this person.
Cursor = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty is any."""

    language: str = ""
    channel: str = ""
    decision: str = ""
    article: str = ""
    #: One of STATES.
    state: str = ""
    #: Whose, for the state `mine`.
    who: str = ""


STATES = ("waiting", "mine", "taken", "solved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A conversation in a list."""

    person: str
    last_seen: datetime
    language: str | None
    country: str | None
    channel: str | None
    decision: str | None
    article: str | None
    #: Since when they wait for somebody who works here.
    waiting_at: datetime | None
    urgent: bool
    taken_by: str | None
    solved: bool
    stopped: bool
    #: In the person's words, to find an interpreter: a language that we do not have, and their town.
    other_language: str | None = field(repr=False)
    town: str | None = field(repr=False)
    #: The newest message, or the one that was sought; redacted.
    text: str = field(repr=False)


def urgent(c: Connection, crypto: Crypto, filters: Filters) -> tuple[Line, ...]:
    """Who is in danger and taken by nobody, the longest waiting first."""
    rows = lines().where(IN_DANGER, *conditions(filters)).order_by(Person.waiting_at).limit(MOST_URGENT)
    return read(c, crypto, rows)


def newest(c: Connection, crypto: Crypto, filters: Filters, before: Cursor | None, limit: int) -> tuple[Line, ...]:
    """Everybody else, newest first."""
    rows = lines().where(not_(IN_DANGER), *conditions(filters))
    if before is not None:
        rows = rows.where(tuple_(Person.last_seen, Person.person) < before)
    return read(c, crypto, rows.order_by(Person.last_seen.desc(), Person.person.desc()).limit(limit))


def waiting(c: Connection, crypto: Crypto, limit: int) -> tuple[Line, ...]:
    """Who waits for somebody, danger first, then the longest waiting."""
    rows = lines().where(Person.waiting_at.is_not(None))
    return read(c, crypto, rows.order_by(Person.waiting_urgent.desc(), Person.waiting_at).limit(limit))


def of_messages(c: Connection, crypto: Crypto, sids: Sequence[str], filters: Filters) -> dict[str, tuple[str, Line]]:
    """By message: its person, and their conversation with the text of that message."""
    rows = c.execute(
        select(Inbound.sid, *COLUMNS, Inbound.redacted_sealed)
        .join(Person, Person.person == Inbound.person)
        .where(Inbound.sid.in_(sids), *conditions(filters))
    )
    return {row.sid: (row.person, line(row, crypto)) for row in rows}


#: The condition in the words of the index that holds these alone.
IN_DANGER = and_(Person.waiting_at.is_not(None), Person.waiting_urgent)
COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    Person.person,
    Person.last_seen,
    Person.last_language,
    Person.country,
    Person.last_channel,
    Person.last_decision,
    Person.last_article,
    Person.waiting_at,
    Person.waiting_urgent,
    Person.taken_by,
    Person.solved_at,
    Person.stopped_at,
    Person.other_language_sealed,
    Person.town_sealed,
)


def lines() -> Select[Any]:
    newest = (
        select(Inbound.redacted_sealed)
        .where(Inbound.person == Person.person)
        .order_by(Inbound.received_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows: Select[Any] = select(*COLUMNS, newest.label("redacted_sealed"))
    return rows


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = (
        (Person.last_language, filters.language),
        (Person.last_channel, filters.channel),
        (Person.last_decision, filters.decision),
        (Person.last_article, filters.article),
    )
    chosen: list[ColumnElement[bool]] = [column == value for column, value in columns if value]
    match filters.state:
        case "waiting":
            chosen.append(Person.waiting_at.is_not(None))
        case "taken":
            chosen.append(Person.taken_by.is_not(None))
        case "mine":
            chosen += [Person.taken_by.is_not(None), Person.taken_by == filters.who]
        case "solved":
            chosen.append(Person.solved_at.is_not(None))
    return chosen


def read(c: Connection, crypto: Crypto, rows: Select[Any]) -> tuple[Line, ...]:
    return tuple(line(row, crypto) for row in c.execute(rows))


def line(row: Any, crypto: Crypto) -> Line:
    return Line(
        person=row.person,
        last_seen=row.last_seen,
        language=row.last_language,
        country=row.country,
        channel=row.last_channel,
        decision=row.last_decision,
        article=row.last_article,
        waiting_at=row.waiting_at,
        urgent=bool(row.waiting_urgent and row.waiting_at),
        taken_by=row.taken_by,
        solved=row.solved_at is not None,
        stopped=row.stopped_at is not None,
        other_language=opened(crypto, row.other_language_sealed),
        town=opened(crypto, row.town_sealed),
        text="" if row.redacted_sealed is None else crypto.open(row.redacted_sealed),
    )
