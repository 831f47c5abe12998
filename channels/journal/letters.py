"""Bubbles that answer no message: corrections, and what somebody who works here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from channels.journal.crypto import Crypto
from channels.journal.records import DueLetter, OutboundState
from channels.journal.schema import Outbound, Person
from channels.message import Channel, OutboundPart

UNSENT = (OutboundState.PLANNED, OutboundState.SENDING)


def plan(
    c: Connection,
    crypto: Crypto,
    person: str,
    channel: Channel,
    parts: Sequence[OutboundPart],
    *,
    written_by: str | None,
    now: datetime,
) -> tuple[DueLetter, ...]:
    """Plan these bubbles for a person; nothing for somebody who has stopped us or is not here any more."""
    known = c.execute(select(Person.stopped_at).where(Person.person == person).with_for_update()).first()
    if known is None or known.stopped_at is not None:
        return ()
    due = []
    for part in parts:
        written = insert(Outbound).values(
            position=0,
            person=person,
            channel=channel,
            text_sealed=crypto.seal(part.text),
            segments=part.segments,
            encoding=part.encoding,
            state=OutboundState.PLANNED,
            despite_stop=False,
            attempts=0,
            created_at=now,
            state_at=now,
            written_by=written_by,
        )
        (bubble,) = c.execute(written).inserted_primary_key or (0,)
        due.append(DueLetter(bubble=bubble, person=person, planned_at=now))
    return tuple(due)


def due(c: Connection, limit: int) -> tuple[DueLetter, ...]:
    """Bubbles of this kind that have not left, oldest first."""
    rows = c.execute(
        select(Outbound.id, Outbound.person, Outbound.created_at)
        .where(Outbound.sid.is_(None), Outbound.state.in_(UNSENT))
        .order_by(Outbound.id)
        .limit(limit)
    )
    return tuple(DueLetter(bubble=row.id, person=row.person, planned_at=row.created_at) for row in rows)
