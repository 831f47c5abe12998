"""`rumbo erase` and `rumbo purge` on a real database file."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from channels.doors import open_journal
from channels.message import Channel, InboundMessage, Kind
from channels.privacy import erase, purge
from channels.settings import Settings
from channels.telephone import UnreadableNumberError

NUMBER = "+15550100199"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/rumbo.sqlite", data_key=SecretStr("0123456789abcdef" * 2))


def write(settings: Settings, *, at: datetime, sender: str = NUMBER) -> None:
    open_journal(settings).receive(
        InboundMessage(
            sid="SM1",
            channel=Channel.SMS,
            sender=sender,
            recipient="+15550100000",
            text="hola",
            kind=Kind.TEXT,
            received_at=at,
        )
    )


@pytest.mark.parametrize("typed", ["+1 555 010 0199", "whatsapp:+15550100199", NUMBER])
def test_erase_forgets_a_number_however_it_is_typed(settings: Settings, typed: str) -> None:
    """Afterwards nobody with this number is known."""
    write(settings, at=datetime.now(UTC))

    assert asyncio.run(erase(settings, typed)).startswith("Erased here: everything.")
    assert asyncio.run(erase(settings, typed)) == "Nobody with this number is known."


def test_erase_refuses_what_is_no_number(settings: Settings) -> None:
    """A number without its country is not guessed at."""
    with pytest.raises(UnreadableNumberError, match="country code"):
        asyncio.run(erase(settings, "5550100199"))


def test_purge_keeps_what_is_young(settings: Settings) -> None:
    """Only what is older than RETENTION_DAYS goes."""
    write(settings, at=datetime.now(UTC) - timedelta(days=settings.retention_days - 1))
    assert purge(settings).startswith("Deleted 0 rows")


def test_purge_deletes_what_is_old(settings: Settings) -> None:
    """Message and person are gone after RETENTION_DAYS."""
    write(settings, at=datetime.now(UTC) - timedelta(days=settings.retention_days + 1))
    purge(settings)

    assert asyncio.run(erase(settings, NUMBER)) == "Nobody with this number is known."
