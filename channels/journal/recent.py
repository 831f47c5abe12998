"""What a person sent us, and we them, shortly before a message: for telling floods, loops and echoes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, select

from channels.journal.crypto import Crypto
from channels.journal.records import Recent
from channels.journal.schema import Inbound, Outbound
from locales.plain import plain

#: The time that floods and loops are counted in.
LATELY, DAY = timedelta(minutes=5), timedelta(days=1)
#: A turn with this intent told the person that we pause.
PAUSED = "paused"
#: Our bubbles that an echo is compared with, and how long a text must be to be taken for one: shorter ones are
#: what people write themselves.
BUBBLES, LONG_ENOUGH = 10, 40
#: Texts that a repetition is looked for in; whoever sent more is over every limit.
TEXTS = 60


def recent(c: Connection, crypto: Crypto, sid: str) -> Recent | None:
    """None when the message is not known (any more)."""
    this = c.execute(
        select(Inbound.person, Inbound.received_at, Inbound.redacted_sealed).where(Inbound.sid == sid)
    ).first()
    if this is None:
        return None
    at: datetime = this.received_at
    told = Inbound.intent == PAUSED
    row = c.execute(
        select(
            how_many(this.person, at - LATELY, at),
            how_many(this.person, at - DAY, at),
            how_many(this.person, at - LATELY, at, told),
            how_many(this.person, at - DAY, at, told),
            how_many(this.person, at - timedelta(minutes=1), at, Inbound.urgent.is_(True), Inbound.sid != sid),
        )
    ).one()
    text = plain(crypto.open(this.redacted_sealed))
    return Recent(
        lately=row[0],
        today=row[1],
        told_lately=row[2] > 0,
        told_today=row[3] > 0,
        urgent_within_a_minute=row[4] > 0,
        repeated=repeated(c, crypto, this.person, at, text) if row[0] > 1 else 1,
        echo=len(text) >= LONG_ENOUGH and is_echo(c, crypto, this.person, at, text),
    )


def how_many(person: str, since: datetime, until: datetime, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    within = (Inbound.person == person, Inbound.received_at > since, Inbound.received_at <= until)
    return select(func.count()).select_from(Inbound).where(*within, *which).scalar_subquery()


def repeated(c: Connection, crypto: Crypto, person: str, at: datetime, text: str) -> int:
    """How often the same was said lately, this time included; numbers and names do not count, they are redacted."""
    rows = c.execute(
        select(Inbound.redacted_sealed)
        .where(Inbound.person == person, Inbound.received_at > at - LATELY, Inbound.received_at <= at)
        .order_by(Inbound.received_at.desc())
        .limit(TEXTS)
    )
    return sum(plain(crypto.open(sealed)) == text for sealed in rows.scalars())


def is_echo(c: Connection, crypto: Crypto, person: str, at: datetime, text: str) -> bool:
    rows = c.execute(
        select(Outbound.text_sealed)
        .where(Outbound.person == person, Outbound.created_at > at - DAY)
        .order_by(Outbound.id.desc())
        .limit(BUBBLES)
    )
    return any(plain(crypto.open(sealed)) == text for sealed in rows.scalars())
