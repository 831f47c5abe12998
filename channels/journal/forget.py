"""Forgetting: one person at once, or everything past its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal import words
from channels.journal.connect import insert_ignoring
from channels.journal.crypto import Crypto, mark_of
from channels.journal.desk_schema import Note
from channels.journal.records import InboundState
from channels.journal.schema import (
    Alert,
    Base,
    Correction,
    Feedback,
    Forgotten,
    Handoff,
    Inbound,
    Outbound,
    Person,
    Status,
    Tracker,
)

#: How many rows one transaction deletes at most, so that a purge never holds up the people who write now.
BATCH = 1000
FORGOTTEN_COLUMNS = (
    *("language", "last_language", "country", "answered_at", "erase_asked_at", "last_decision", "last_article"),
    *("waiting_at", "taken_by", "taken_at", "solved_at"),
)
DONE = (InboundState.ANSWERED, InboundState.FAILED, InboundState.IGNORED)


def forget(c: Connection, crypto: Crypto, persons: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Delete everything of these people; the provider's ids of what was exchanged with them."""
    sids = forget_messages(c, crypto, persons, now, waiting_too=True)
    c.execute(delete(Person).where(Person.person.in_(persons)))
    return sids


def forget_answered(c: Connection, crypto: Crypto, person: str, now: datetime) -> tuple[str, ...]:
    """Delete everything of a person, except questions that wait for an answer and the number to answer them to."""
    sids = forget_messages(c, crypto, [person], now, waiting_too=False)
    waiting = c.execute(select(func.min(Inbound.received_at)).where(Inbound.person == person)).scalar()
    if waiting is None:
        c.execute(delete(Person).where(Person.person == person))
        return sids
    for table in (Tracker, Handoff, Feedback, Alert, Note):
        c.execute(delete(table).where(table.person == person))
    c.execute(
        update(Person)
        .where(Person.person == person)
        .values(**dict.fromkeys(FORGOTTEN_COLUMNS), first_seen=waiting, waiting_urgent=False)
    )
    return sids


def forget_messages(
    c: Connection, crypto: Crypto, persons: Sequence[str], now: datetime, *, waiting_too: bool
) -> tuple[str, ...]:
    states = tuple(InboundState) if waiting_too else DONE
    gone = and_(Inbound.person.in_(persons), Inbound.state.in_(states))
    sent = select(Outbound.provider_sid).where(Outbound.person.in_(persons), Outbound.provider_sid.is_not(None))
    sids = tuple(c.execute(select(Inbound.sid).where(gone).union_all(sent)).scalars())
    if sids:
        insert_ignoring(c, Forgotten, [{"mark": mark_of(sid), "sid": sid, "forgotten_at": now} for sid in sids])
    texts = c.execute(select(Inbound.sid, Inbound.redacted_sealed, Inbound.received_at).where(gone)).all()
    words.forget(c, crypto, [(row.sid, crypto.open(row.redacted_sealed), row.received_at) for row in texts])
    c.execute(delete(Status).where(Status.provider_sid.in_(sent)))
    c.execute(delete(Outbound).where(Outbound.person.in_(persons)))
    c.execute(delete(Inbound).where(gone))
    return sids


#: What grows old, by the key to delete it with and the moment that counts. Bubbles, handoffs, feedback and alerts
#: go with the message they belong to, and everything goes with its person.
PAST_ITS_TIME: tuple[tuple[type[Base], InstrumentedAttribute[Any], InstrumentedAttribute[datetime]], ...] = (
    (Status, Status.id, Status.received_at),
    (Inbound, Inbound.sid, Inbound.received_at),
    (Outbound, Outbound.id, Outbound.created_at),
    (Person, Person.person, Person.last_seen),
    (Forgotten, Forgotten.mark, Forgotten.forgotten_at),
    (Correction, Correction.id, Correction.made_at),
)


def purge_some(
    c: Connection,
    table: type[Base],
    key: InstrumentedAttribute[Any],
    at: InstrumentedAttribute[datetime],
    before: datetime,
) -> int:
    """Delete up to BATCH rows older than `before`; how many there were."""
    old = tuple(c.execute(select(key).where(at < before).limit(BATCH)).scalars())
    if old:
        c.execute(delete(table).where(key.in_(old)))
    return len(old)


def erasures_due(c: Connection, older_than: datetime) -> tuple[str, ...]:
    asked = select(Person.person).where(Person.erase_asked_at < older_than)
    return tuple(c.execute(asked.order_by(Person.erase_asked_at)).scalars())


def left_at_provider(c: Connection, limit: int) -> tuple[str, ...]:
    left = select(Forgotten.sid).where(Forgotten.sid.is_not(None)).order_by(Forgotten.sid).limit(limit)
    return tuple(sid for sid in c.execute(left).scalars() if sid is not None)


def erased_at_provider(c: Connection, sid: str) -> None:
    c.execute(update(Forgotten).where(Forgotten.sid == sid).values(sid=None))
