"""What a person sent us, and we them, shortly before a message: for telling floods, loops and echoes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select

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


def how_many(since: str, *which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the day's messages came after the moment with this name."""
    return func.count().filter(Inbound.received_at > bindparam(since), *which)


# Statements of the way of a message are built once: building one takes longer than the database takes to answer it.
SENT_BY = (
    Inbound.person == bindparam("person"),
    Inbound.received_at > bindparam("since"),
    Inbound.received_at <= bindparam("at"),
)
COUNTS = select(
    how_many("lately").label("lately"),
    func.count().label("today"),
    how_many("lately", Inbound.intent == PAUSED).label("told_lately"),
    func.count().filter(Inbound.intent == PAUSED).label("told_today"),
    how_many("minute", Inbound.urgent.is_(True), Inbound.sid != bindparam("sid")).label("urgent"),
).where(*SENT_BY)
SAID = select(Inbound.redacted_sealed).where(*SENT_BY).order_by(Inbound.received_at.desc()).limit(TEXTS)
OURS = (
    select(Outbound.text_sealed)
    .where(Outbound.person == bindparam("person"), Outbound.created_at > bindparam("since"))
    .order_by(Outbound.id.desc())
    .limit(BUBBLES)
)


def recent(c: Connection, crypto: Crypto, sid: str, this: Row[Any]) -> Recent:
    """What the sender of `this` sent before: a row with `person`, `received_at` and `redacted_sealed`."""
    at: datetime = this.received_at
    moments = {"since": at - DAY, "lately": at - LATELY, "minute": at - timedelta(minutes=1)}
    row = c.execute(COUNTS, {"person": this.person, "sid": sid, "at": at, **moments}).one()
    text = plain(crypto.open(this.redacted_sealed))
    return Recent(
        lately=row.lately,
        today=row.today,
        told_lately=row.told_lately > 0,
        told_today=row.told_today > 0,
        urgent_within_a_minute=row.urgent > 0,
        repeated=repeated(c, crypto, this.person, at, text) if row.lately > 1 else 1,
        echo=len(text) >= LONG_ENOUGH and is_echo(c, crypto, this.person, at, text),
    )


def repeated(c: Connection, crypto: Crypto, person: str, at: datetime, text: str) -> int:
    """How often the same was said lately, this time included; numbers and names do not count, they are redacted."""
    rows = c.execute(SAID, {"person": person, "since": at - LATELY, "at": at})
    return sum(plain(crypto.open(sealed)) == text for sealed in rows.scalars())


def is_echo(c: Connection, crypto: Crypto, person: str, at: datetime, text: str) -> bool:
    rows = c.execute(OURS, {"person": person, "since": at - DAY})
    return any(plain(crypto.open(sealed)) == text for sealed in rows.scalars())
