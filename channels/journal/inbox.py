"""Messages that came in: kept before anything is done with them, found again after a crash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, literal, or_, select, tuple_, union, update

from channels.journal import people, recent, words
from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto, mark_of
from channels.journal.records import Due, InboundState, OutboundState, Received
from channels.journal.schema import Forgotten, Inbound, Outbound, Person, Tracker
from channels.message import Channel, InboundMessage, Kind

#: Ids in one question; SQLite takes 32,766 at most.
BATCH = 500
UNSENT = (OutboundState.PLANNED, OutboundState.SENDING)
#: A message without a decision, or whose answer has not left.
WAITS = or_(
    Inbound.state == InboundState.RECEIVED,
    select(Outbound.id).where(Outbound.sid == Inbound.sid, Outbound.state.in_(UNSENT)).exists(),
)


def receive(c: Connection, crypto: Crypto, message: InboundMessage, redacted: str, *, fetched: bool) -> bool:
    """Keep a message; False when it is known, or was erased. `fetched`: it came earlier than we hear of it."""
    if c.execute(KNOWN, {"sid": message.sid, "mark": mark_of(message.sid)}).first() is not None:
        return False
    person = people.meet(c, crypto, message)
    new = insert_new(
        c,
        Inbound,
        sid=message.sid,
        person=person,
        channel=message.channel,
        kind=message.kind,
        recipient=message.recipient,
        opt_out=message.opt_out,
        text_sealed=crypto.seal(message.text),
        redacted_sealed=crypto.seal(redacted),
        received_at=message.received_at if fetched else after_waiting(c, person, message.received_at),
        state=InboundState.RECEIVED,
    )
    if new:
        words.keep(c, crypto, message.sid, redacted, message.received_at)
    return new


def after_waiting(c: Connection, person: str, at: datetime) -> datetime:
    """The time, or just after those of the person's messages that wait: the clock may have been put back since."""
    last: datetime | None = c.execute(LAST_WAITING, {"person": person, "at": at}).scalar()
    return at if last is None else last + timedelta(microseconds=1)


def unknown(c: Connection, sids: Sequence[str]) -> frozenset[str]:
    """Those of the ids that we neither have nor had and erased."""
    known: set[str] = set()
    for at in range(0, len(sids), BATCH):
        batch = sids[at : at + BATCH]
        marks = {mark_of(sid): sid for sid in batch}
        known |= set(c.execute(select(Inbound.sid).where(Inbound.sid.in_(batch))).scalars())
        known |= {marks[m] for m in c.execute(select(Forgotten.mark).where(Forgotten.mark.in_(marks))).scalars()}
    return frozenset(sids) - known


# Statements of the way of a message are built once: building one takes longer than the database takes to answer it.
KNOWN = (
    select(Inbound.sid)
    .where(Inbound.sid == bindparam("sid"))
    .union_all(select(Forgotten.mark).where(Forgotten.mark == bindparam("mark")))
)
LAST_WAITING = select(func.max(Inbound.received_at)).where(
    Inbound.person == bindparam("person"), Inbound.received_at >= bindparam("at"), WAITS
)
#: What a message says and from where.
MESSAGE: tuple[Any, ...] = (
    Inbound.person,
    Inbound.channel,
    Inbound.kind,
    Inbound.recipient,
    Inbound.opt_out,
    Inbound.text_sealed,
    Inbound.received_at,
    Inbound.state,
    Person.number_sealed,
)
ONE = select(*MESSAGE).join(Person, Person.person == Inbound.person).where(Inbound.sid == bindparam("sid"))
ONE_WITH_PERSON = ONE.outerjoin(Tracker, Tracker.person == Person.person).add_columns(
    Inbound.redacted_sealed, *people.STATE
)
_THIS = select(Inbound.person, Inbound.received_at, Inbound.sid).where(Inbound.sid == bindparam("sid")).subquery()
WAITING_BEFORE = (
    select(Inbound.sid)
    .join(_THIS, Inbound.person == _THIS.c.person)
    .where(tuple_(Inbound.received_at, Inbound.sid) < tuple_(_THIS.c.received_at, _THIS.c.sid))
    .where(WAITS)
    .order_by(Inbound.received_at, Inbound.sid)
)


def load(c: Connection, crypto: Crypto, sid: str) -> Received | None:
    found = c.execute(ONE, {"sid": sid}).first()
    return None if found is None else received(found, crypto, sid)


def due(c: Connection, crypto: Crypto, sid: str, *, recently: bool) -> Due | None:
    """A message with its person, and what comes before it; None when it is gone."""
    found = c.execute(ONE_WITH_PERSON, {"sid": sid}).first()
    if found is None:
        return None
    earlier = waiting_before(c, sid)
    return Due(
        received=received(found, crypto, sid),
        person=people.as_state(found, crypto),
        earlier=earlier,
        recent=recent.recent(c, crypto, sid, found) if recently and not earlier else None,
    )


def received(found: Row[Any], crypto: Crypto, sid: str) -> Received:
    message = InboundMessage(
        sid=sid,
        channel=Channel(found.channel),
        sender=crypto.open(found.number_sealed),
        recipient=found.recipient,
        text="" if found.text_sealed is None else crypto.open(found.text_sealed),
        kind=Kind(found.kind),
        opt_out=found.opt_out,
        received_at=found.received_at,
    )
    return Received(person=found.person, message=message, state=InboundState(found.state))


def unfinished(c: Connection, older_than: datetime, ahead: datetime, limit: int) -> tuple[str, ...]:
    """Messages without a decision, and messages whose answer has not left, oldest first.

    Those from after `ahead` count as old: they came while the clock was wrong.
    """
    undecided = select(Inbound.sid, Inbound.received_at).where(Inbound.state == literally(InboundState.RECEIVED))
    unsent = (
        select(Inbound.sid, Inbound.received_at)
        .join(Outbound, Outbound.sid == Inbound.sid)
        .where(Outbound.state.in_([literally(state) for state in UNSENT]))
    )
    either = union(undecided, unsent).subquery()
    is_old = or_(either.c.received_at < older_than, either.c.received_at > ahead)
    waiting = select(either.c.sid).where(is_old)
    return tuple(c.execute(waiting.order_by(either.c.received_at, either.c.sid).limit(limit)).scalars())


def waiting_before(c: Connection, sid: str) -> tuple[str, ...]:
    """Messages of the same person that came before this one and have no decision, or unsent bubbles; oldest first."""
    return tuple(c.execute(WAITING_BEFORE, {"sid": sid}).scalars())


def literally(state: str) -> ColumnElement[str]:
    """Written into the statement, so that the database sees that its small index fits."""
    return literal(str(state), literal_execute=True)


def close(c: Connection, sid: str, state: InboundState) -> None:
    """End a message without an answer; the original text goes, as it does after an answer."""
    end(c, Inbound.sid == sid, state)


def expire(c: Connection, before: datetime) -> int:
    return end(c, Inbound.received_at < before, InboundState.FAILED)


def end(c: Connection, which: ColumnElement[bool], state: InboundState) -> int:
    waiting = Inbound.state == literally(InboundState.RECEIVED)
    return c.execute(update(Inbound).where(which, waiting).values(state=state, text_sealed=None)).rowcount


def oldest(c: Connection) -> datetime | None:
    return c.execute(select(Inbound.received_at).order_by(Inbound.received_at).limit(1)).scalar()
