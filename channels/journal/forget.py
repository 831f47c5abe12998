"""Forgetting: one person at once, or everything past its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal import words
from channels.journal.connect import insert_ignoring
from channels.journal.crypto import Crypto, mark_of
from channels.journal.desk_schema import Audit, Note
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
#: How much longer than everything else the log of those who work here is kept.
LOG_KEPT = timedelta(days=365)
FORGOTTEN_COLUMNS = (
    *("language", "last_language", "country", "answered_at", "erase_asked_at", "last_decision", "last_article"),
    *("waiting_at", "taken_by", "taken_at", "solved_at", "other_language_sealed", "town_sealed"),
)
DONE = (InboundState.ANSWERED, InboundState.FAILED, InboundState.IGNORED)


def forget(c: Connection, crypto: Crypto, persons: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Delete everything of these people; the provider's ids of what was exchanged with them."""
    sids = forget_messages(c, crypto, persons, now, waiting_too=True)
    forget_reasons(c, Audit.person.in_(persons))
    c.execute(delete(Person).where(Person.person.in_(persons)))
    return sids


def forget_answered(c: Connection, crypto: Crypto, person: str, now: datetime) -> tuple[str, ...]:
    """Delete everything of a person, except questions that wait for an answer and the number to answer them to."""
    sids = forget_messages(c, crypto, [person], now, waiting_too=False)
    forget_reasons(c, Audit.person == person)
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
    leave_marks(c, sids, now)
    texts = c.execute(select(Inbound.sid, Inbound.redacted_sealed, Inbound.received_at).where(gone)).all()
    words.forget(c, crypto, [(row.sid, crypto.open(row.redacted_sealed), row.received_at) for row in texts])
    c.execute(delete(Status).where(Status.provider_sid.in_(sent)))
    c.execute(delete(Outbound).where(Outbound.person.in_(persons)))
    c.execute(delete(Inbound).where(gone))
    return sids


def forget_reasons(c: Connection, which: ColumnElement[bool]) -> None:
    """The log says longer who did what, but a reason that somebody typed may name the person."""
    c.execute(update(Audit).where(which, Audit.reason_sealed.is_not(None)).values(reason_sealed=None))


def forget_log(c: Connection, before: datetime) -> int:
    """Reasons older than `before`, and entries that are a year older than that; how many entries went."""
    forget_reasons(c, Audit.at < before)
    return c.execute(delete(Audit).where(Audit.at < before - LOG_KEPT)).rowcount


#: What grows old, by the key to delete it with and the moment that counts. Bubbles, handoffs, feedback and alerts
#: go with the message they belong to, and everything goes with its person. Marks do not grow old: see Forgotten.
Ageing = tuple[type[Base], InstrumentedAttribute[Any], InstrumentedAttribute[datetime]]
PAST_ITS_TIME: tuple[Ageing, ...] = (
    (Status, Status.id, Status.received_at),
    # Before the messages that they answer, with which they would go unseen.
    (Outbound, Outbound.id, Outbound.created_at),
    (Inbound, Inbound.sid, Inbound.received_at),
    (Note, Note.id, Note.at),
    (Person, Person.person, Person.last_seen),
    (Correction, Correction.id, Correction.made_at),
)


def purge_some(c: Connection, ageing: Ageing, before: datetime, now: datetime) -> int:
    """Delete up to BATCH rows older than `before`; how many there were."""
    table, key, at = ageing
    old = tuple(c.execute(select(key).where(at < before).limit(BATCH)).scalars())
    if old:
        leave_to_provider(c, table, key.in_(old), now)
        c.execute(delete(table).where(key.in_(old)))
    return len(old)


def leave_to_provider(c: Connection, table: type[Base], which: ColumnElement[bool], now: datetime) -> None:
    """Before messages are deleted by age: note their ids, so that the provider's copies go too."""
    column = {Inbound: Inbound.sid, Outbound: Outbound.provider_sid}.get(table)
    if column is not None:
        sids = c.execute(select(column).where(which, column.is_not(None))).scalars()
        leave_marks(c, [sid for sid in sids if sid is not None], now)


def leave_marks(c: Connection, sids: Sequence[str], now: datetime) -> None:
    """What recognises these messages for good, and names them until the provider has erased them too."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if sids:
        insert_ignoring(c, Forgotten, [{"mark": mark_of(sid), "sid": sid, "forgotten_at": day} for sid in sids])


def erasures_due(c: Connection, older_than: datetime) -> tuple[str, ...]:
    asked = select(Person.person).where(Person.erase_asked_at < older_than)
    return tuple(c.execute(asked.order_by(Person.erase_asked_at)).scalars())


def left_at_provider(c: Connection, limit: int) -> tuple[str, ...]:
    left = select(Forgotten.sid).where(Forgotten.sid.is_not(None)).order_by(Forgotten.sid).limit(limit)
    return tuple(sid for sid in c.execute(left).scalars() if sid is not None)


def erased_at_provider(c: Connection, sid: str) -> None:
    c.execute(update(Forgotten).where(Forgotten.sid == sid).values(sid=None))
