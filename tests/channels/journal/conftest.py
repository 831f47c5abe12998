"""A journal on each of the two databases; every test that asks for `journal` runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.replies import Decision
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.records import TurnFacts
from channels.message import Channel, InboundMessage, Kind, OutboundPart

START = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
NUMBER = "+525512345678"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@dataclass(slots=True)
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data_key() -> str:
    return new_data_key()


@pytest.fixture
def crypto(data_key: str) -> Crypto:
    return Crypto(data_key)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/journal.sqlite"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def empty_engine(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    migrate(empty_engine)
    return empty_engine


@pytest.fixture
def journal(engine: Engine, crypto: Crypto, clock: Clock) -> Journal:
    return Journal(engine, crypto, clock)


MakeMessage = Callable[..., InboundMessage]


@pytest.fixture
def message(clock: Clock) -> MakeMessage:
    def make(  # noqa: PLR0917 - one for each thing that a test may want otherwise
        sid: str = "SM1",
        text: str = "cuanto cuesta pedir asilo",
        sender: str = NUMBER,
        channel: Channel = Channel.SMS,
        received_at: datetime | None = None,
        kind: Kind = Kind.TEXT,
    ) -> InboundMessage:
        return InboundMessage(
            sid=sid,
            channel=channel,
            sender=sender,
            recipient="+15005550006",
            text=text,
            kind=kind,
            received_at=received_at or clock(),
        )

    return make


def facts(**changes: object) -> TurnFacts:
    given: dict[str, object] = {"intent": "ask", "decision": Decision.ANSWER, "language": "es", **changes}
    return TurnFacts(**given)  # type: ignore[arg-type]


def parts(*texts: str) -> tuple[OutboundPart, ...]:
    return tuple(OutboundPart(text=text, segments=1, encoding="GSM-7") for text in texts)
