from __future__ import annotations

import zlib

import pytest
from rasa.shared.core.domain import Domain

from bot.engine import Engine
from bot.errors import TrackerError
from bot.testing import ScriptedAnswers
from bot.tracker_store import MOST_EVENTS, OneTurnStore, from_bytes, to_bytes
from bot.train import BOT
from tests.bot.conftest import EngineWith


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(BOT / "domain"))


async def test_tracker_holds_no_words_of_the_person(loaded: Engine) -> None:
    """What was written is not in the stored conversation, in no form."""
    _, tracker = await loaded.turn("me llamo Zacatecoluca 555 0100", tracker=None, language="es")
    stored = zlib.decompress(tracker).decode().lower()

    assert "zacatecoluca" not in stored
    assert "555" not in stored


async def test_tracker_stays_small(engine_with: EngineWith, domain: Domain) -> None:
    """However long a conversation gets, a limited number of events is kept, and the memory is whole."""
    engine = engine_with(ScriptedAnswers({"como pido asilo": ("us-asylum-how-to-apply",)}))
    _, tracker = await engine.turn("como pido asilo", tracker=None, language="es")
    for _ in range(MOST_EVENTS):
        _, tracker = await engine.turn("gracias", tracker=tracker, language="es")

    restored = from_bytes(tracker, domain)

    assert len(restored.events) <= MOST_EVENTS + 12
    assert len(tracker) < 1000
    assert restored.get_slot("article") == "us-asylum-how-to-apply"


async def test_tracker_survives_writing_and_reading(loaded: Engine, domain: Domain) -> None:
    """Reading and writing again gives the same bytes."""
    _, tracker = await loaded.turn("menu", tracker=None, language="es")

    assert to_bytes(from_bytes(tracker, domain)) == tracker


@pytest.mark.parametrize(
    "stored",
    [b"", b"{}", zlib.compress(b"[]"), zlib.compress(b"{}"), zlib.compress(b'{"format": 99}')],
    ids=["empty", "not compressed", "a list", "no format", "another format"],
)
def test_tracker_refuses_what_it_did_not_write(stored: bytes, domain: Domain) -> None:
    """Unreadable bytes raise; they are never taken for a new conversation."""
    with pytest.raises(TrackerError):
        from_bytes(stored, domain)


def test_tracker_that_was_not_saved_is_not_returned(domain: Domain) -> None:
    """A turn that Rasa did not finish has no result."""
    with pytest.raises(TrackerError):
        _ = OneTurnStore(domain, None).tracker
