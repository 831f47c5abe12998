"""What operators see of a person: what came in, redacted, and what went out, as it was sent."""

from __future__ import annotations

from sqlalchemy import Connection, select

from channels.journal.crypto import Crypto
from channels.journal.records import Bubble, InboundState, OutboundState
from channels.journal.schema import Inbound, Outbound
from channels.message import Channel


def conversation(c: Connection, crypto: Crypto, person: str, limit: int) -> tuple[Bubble, ...]:
    """The newest bubbles of each direction, up to `limit`, oldest first."""
    bubbles = came_in(c, crypto, person, limit) + went_out(c, crypto, person, limit)
    return tuple(sorted(bubbles, key=lambda bubble: bubble.at)[-limit:])


def came_in(c: Connection, crypto: Crypto, person: str, limit: int) -> list[Bubble]:
    rows = c.execute(
        select(
            Inbound.received_at,
            Inbound.channel,
            Inbound.kind,
            Inbound.redacted_sealed,
            Inbound.state,
            Inbound.language,
            Inbound.decision,
            Inbound.article,
            Inbound.score,
            Inbound.urgent,
        )
        .where(Inbound.person == person)
        .order_by(Inbound.received_at.desc(), Inbound.sid)
        .limit(limit)
    ).all()
    return [
        Bubble(
            at=row.received_at,
            channel=Channel(row.channel),
            inbound=True,
            text=crypto.open(row.redacted_sealed),
            kind=row.kind,
            state=InboundState(row.state),
            language=row.language,
            decision=row.decision,
            article=row.article,
            score=row.score,
            urgent=row.urgent,
        )
        for row in reversed(rows)
    ]


def went_out(c: Connection, crypto: Crypto, person: str, limit: int) -> list[Bubble]:
    rows = c.execute(
        select(
            Outbound.created_at,
            Outbound.channel,
            Outbound.text_sealed,
            Outbound.media_sealed,
            Outbound.state,
            Outbound.segments,
            Outbound.encoding,
        )
        .where(Outbound.person == person)
        .order_by(Outbound.created_at.desc(), Outbound.id.desc())
        .limit(limit)
    ).all()
    return [
        Bubble(
            at=row.created_at,
            channel=Channel(row.channel),
            inbound=False,
            text=crypto.open(row.text_sealed),
            media=crypto.open(row.media_sealed) if row.media_sealed is not None else "",
            state=OutboundState(row.state),
            segments=row.segments,
            encoding=row.encoding,
        )
        for row in reversed(rows)
    ]
