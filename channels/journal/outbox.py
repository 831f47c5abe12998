"""Bubbles on their way: planned, handed over, accepted, delivered; each step moves forward only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, literal, select, update

from channels.journal.crypto import Crypto, mark_of
from channels.journal.errors import HandedOver
from channels.journal.records import OutboundState, Planned, Taken
from channels.journal.schema import Forgotten, Outbound, Person, Status
from channels.message import Channel

#: The provider's words for what we store; a word that is not here is kept as it came and changes nothing.
STATE_OF_STATUS = {
    "accepted": OutboundState.ACCEPTED,
    "scheduled": OutboundState.ACCEPTED,
    "queued": OutboundState.ACCEPTED,
    "sending": OutboundState.ACCEPTED,
    "sent": OutboundState.SENT,
    "undelivered": OutboundState.UNDELIVERED,
    "failed": OutboundState.FAILED,
    "canceled": OutboundState.FAILED,
    "delivered": OutboundState.DELIVERED,
    "read": OutboundState.READ,
}
HANDED_OVER = (OutboundState.PLANNED, OutboundState.SENDING)
#: Longer than any call of the provider takes (`channels.twilio.http`). When a process was cut off from the database,
#: another one takes over its work; what the first was just handing over must have arrived or failed by then.
ON_ITS_WAY = timedelta(seconds=20)
TO_WHOM: tuple[Any, ...] = (Person.stopped_at, Person.number_sealed, Person.last_sms_at, Person.last_whatsapp_at)
# Statements of the way of a message are built once: building one takes longer than the database takes to answer it.
ALL = select(*Outbound.__table__.columns)
ANSWER = ALL.where(Outbound.sid == bindparam("sid")).order_by(Outbound.position)
HELD = (
    ALL.add_columns(*TO_WHOM)
    .join(Person, Person.person == Outbound.person)
    .where(Outbound.id == bindparam("id"))
    .with_for_update()
)
TAKE = (
    update(Outbound)
    .where(Outbound.id == bindparam("this"))
    .values(
        state=OutboundState.SENDING,
        state_at=bindparam("now"),
        # The first time stays: whatever the provider accepted since then may be this bubble.
        sent_at=func.coalesce(Outbound.sent_at, bindparam("now", type_=Outbound.sent_at.type)),
        taken_by=bindparam("by"),
        attempts=Outbound.attempts + 1,
    )
)
ACCEPT = (
    update(Outbound)
    .where(
        Outbound.id == bindparam("this"),
        Outbound.provider_sid.is_(None),
        Outbound.state.in_([*HANDED_OVER, OutboundState.FAILED]),
    )
    .values(state=OutboundState.ACCEPTED, provider_sid=bindparam("its_sid"), error_code=None, state_at=bindparam("now"))
)
EARLY = (
    select(Status.status, Status.error_code).where(Status.provider_sid == bindparam("provider_sid")).order_by(Status.id)
)
LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("provider_sid"), 0)))


def planned(c: Connection, crypto: Crypto, sid: str) -> tuple[Planned, ...]:
    rows = c.execute(ANSWER, {"sid": sid})
    return tuple(as_planned(row, crypto) for row in rows)


def bubble(c: Connection, crypto: Crypto, id: int) -> Planned | None:
    row = c.execute(ALL.where(Outbound.id == id)).first()
    return None if row is None else as_planned(row, crypto)


def as_planned(row: Row[Any], crypto: Crypto) -> Planned:
    return Planned(
        id=row.id,
        sid=row.sid,
        position=row.position,
        person=row.person,
        channel=Channel(row.channel),
        text=crypto.open(row.text_sealed),
        media=crypto.open(row.media_sealed) if row.media_sealed is not None else "",
        segments=row.segments,
        encoding=row.encoding,
        state=OutboundState(row.state),
        attempts=row.attempts,
        provider_sid=row.provider_sid,
        sent_at=row.sent_at,
    )


def take(c: Connection, crypto: Crypto, id: int, by: str, now: datetime) -> Taken | None:
    """Note that a bubble is about to be handed over by the process `by`; None when it must not be (any more).

    A person who has stopped us meanwhile gets nothing: the bubble is suppressed, unless it goes out despite that.
    Raises HandedOver while another process may still be handing it over.
    """
    found = c.execute(HELD, {"id": id}).first()
    if found is None or found.state not in HANDED_OVER:
        return None
    if found.stopped_at is not None and not found.despite_stop:
        silent = {"state": OutboundState.SUPPRESSED, "state_at": now}
        c.execute(update(Outbound).where(Outbound.id == id).values(**silent))
        return None
    if found.state == OutboundState.SENDING and found.taken_by != by and now - found.state_at < ON_ITS_WAY:
        raise HandedOver((ON_ITS_WAY - (now - found.state_at)).total_seconds())
    c.execute(TAKE, {"this": id, "now": now, "by": by})
    last = {Channel.SMS: found.last_sms_at, Channel.WHATSAPP: found.last_whatsapp_at}
    part = as_planned(found, crypto)
    return Taken(part=part, number=crypto.open(found.number_sealed), last_inbound=last[part.channel])


def strangers(c: Connection, provider_sids: Sequence[str]) -> tuple[str, ...]:
    """Those of the provider's ids that no bubble has, and none had that was erased; in the order given."""
    known = set(c.execute(select(Outbound.provider_sid).where(Outbound.provider_sid.in_(provider_sids))).scalars())
    marks = {mark_of(sid): sid for sid in provider_sids}
    known |= {marks[mark] for mark in c.execute(select(Forgotten.mark).where(Forgotten.mark.in_(marks))).scalars()}
    return tuple(sid for sid in provider_sids if sid not in known)


def mark_accepted(c: Connection, id: int, provider_sid: str, now: datetime) -> None:
    """Note the provider's id, and what the provider has already reported under it.

    A bubble that we had given up is taken back: the provider's word counts more than our timeout.
    """
    one_at_a_time(c, provider_sid)
    c.execute(ACCEPT, {"this": id, "its_sid": provider_sid, "now": now})
    for status, error_code in c.execute(EARLY, {"provider_sid": provider_sid}).all():
        advance(c, provider_sid, status, error_code, now)


def mark_failed(c: Connection, id: int, code: str, now: datetime) -> None:
    """Note that a bubble will not be sent; `code` says why."""
    c.execute(
        update(Outbound)
        .where(Outbound.id == id, Outbound.state.in_(HANDED_OVER))
        .values(state=OutboundState.FAILED, error_code=code, state_at=now)
    )


def expire(c: Connection, before: datetime, now: datetime) -> int:
    """Give up bubbles that were planned before this moment and have not left; how many."""
    values = {"state": OutboundState.FAILED, "error_code": "too_late", "state_at": now}
    # Written into the statement, so that the database sees that its small index fits.
    waiting = Outbound.state.in_([literal(str(state), literal_execute=True) for state in HANDED_OVER])
    return c.execute(update(Outbound).where(Outbound.created_at < before, waiting).values(**values)).rowcount


def record_status(
    c: Connection, provider_sid: str, status: str, error_code: str | None, now: datetime
) -> OutboundState | None:
    """Keep a report and move the bubble forward; its state now, or None for a message we do not know (yet)."""
    one_at_a_time(c, provider_sid)
    if c.execute(select(Forgotten.mark).where(Forgotten.mark == mark_of(provider_sid))).first() is not None:
        return None
    c.execute(insert(Status).values(provider_sid=provider_sid, status=status, error_code=error_code, received_at=now))
    advance(c, provider_sid, status, error_code, now)
    state = c.execute(select(Outbound.state).where(Outbound.provider_sid == provider_sid)).scalar()
    return None if state is None else OutboundState(state)


def advance(c: Connection, provider_sid: str, status: str, error_code: str | None, now: datetime) -> None:
    state = STATE_OF_STATUS.get(status)
    if state is None:
        return
    c.execute(
        update(Outbound)
        .where(Outbound.provider_sid == provider_sid, Outbound.state.in_(state.earlier))
        .values(state=state, error_code=error_code, state_at=now)
    )


def one_at_a_time(c: Connection, provider_sid: str) -> None:
    """A report can arrive while we note the acceptance; without this lock each would miss the other.

    SQLite has one writer at a time anyway.
    """
    if c.dialect.name == "postgresql":
        c.execute(LOCK, {"provider_sid": provider_sid})
