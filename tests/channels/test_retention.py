"""Forgetting by age, as the running service does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.message import Channel, InboundMessage, Kind
from channels.retention import EVERY, Retention

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
ANA, LUIS = "+15550100101", "+15550100102"


def journal(folder: Path) -> Journal:
    engine = connect(f"sqlite:///{folder}/rumbo.sqlite")
    migrate(engine)
    return Journal(engine, Crypto(new_data_key()), lambda: START)


def write(kept: Journal, sender: str, at: datetime) -> None:
    kept.receive(
        InboundMessage(
            sid=f"SM{sender}",
            channel=Channel.SMS,
            sender=sender,
            recipient="+15550100000",
            text="hola",
            kind=Kind.TEXT,
            received_at=at,
        )
    )


async def test_retention_forgets_who_has_not_written_for_its_time(tmp_path: Path) -> None:
    """People past the limit are gone, those within it stay."""
    kept = journal(tmp_path)
    write(kept, ANA, START)
    write(kept, LUIS, START + timedelta(days=2))
    retention = Retention(kept, timedelta(days=30))

    await retention.apply(START + timedelta(days=31))

    assert kept.person_state(kept.person(ANA)) is None
    assert kept.person_state(kept.person(LUIS)) is not None


async def test_retention_is_applied_once_an_hour(tmp_path: Path) -> None:
    """The sweep asks every minute; the database is searched once an hour."""
    kept = journal(tmp_path)
    write(kept, ANA, START)
    retention = Retention(kept, timedelta(days=30))
    before = START + timedelta(days=30) - timedelta(minutes=1)

    await retention.apply(before)
    await retention.apply(before + timedelta(minutes=2))
    still_there = kept.person_state(kept.person(ANA))
    await retention.apply(before + EVERY)

    assert still_there is not None
    assert kept.person_state(kept.person(ANA)) is None
