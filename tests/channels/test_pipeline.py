"""What a person gets when the dialogue breaks in the middle of the way; the whole way is in `tests/service`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import TurnError
from bot.replies import Turn
from channels import pipeline
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.message import Channel, InboundMessage, Kind
from channels.pipeline import Ports
from channels.render import Wording
from channels.sending import Sender
from channels.simulator.sender import SimulatorSender
from knowledge.folder import ARTICLES
from knowledge.library import Library
from locales.languages import Register
from locales.phrases import Phrases

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PHRASES = Phrases.load()
WORDING = Wording(library=Library.load(ARTICLES), phrases=PHRASES, register=Register.load(), allow_unsigned=True)


class Broken:
    async def turn(
        self, text: str, *, tracker: bytes | None, language: str, first_contact: bool, country: str | None
    ) -> tuple[Turn, bytes]:
        raise TurnError(f"could not understand {text}")


def no_sender(_: str) -> Sender:
    return SimulatorSender()


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[Ports]:
    engine = connect(f"sqlite:///{tmp_path}/rumbo.sqlite")
    migrate(engine)
    journal = Journal(engine, Crypto(new_data_key()), lambda: NOW)
    yield Ports(journal=journal, dialogue=Broken(), wording=lambda: WORDING, sender_for=no_sender, now=lambda: NOW)
    engine.dispose()


async def heard(text: str, ports: Ports, sid: str = "SM1") -> str:
    message = InboundMessage(
        sid=sid,
        channel=Channel.WHATSAPP,
        sender="+50255501234",
        recipient="+12025550100",
        text=text,
        kind=Kind.TEXT,
        received_at=NOW,
    )
    ports.journal.receive(message)
    await pipeline.plan(sid, ports)
    return "\n".join(part.text for part in ports.journal.plan(sid))


async def test_plan_excuses_a_broken_dialogue_and_names_whom_to_call(ports: Ports) -> None:
    """No silence and no wrong answer: an excuse, the emergency numbers, and a person who will look."""
    text = await heard("cuanto cuesta pedir asilo", ports)

    assert PHRASES.say("something_broke", "es") in text
    assert "911" in text
    assert "110: Guatemala" in text


@pytest.mark.parametrize(("word", "key"), [("ALTO", "utter_stopped"), ("STOP", "utter_stopped")])
async def test_plan_stops_without_a_dialogue(ports: Ports, word: str, key: str) -> None:
    """STOP needs no dialogue."""
    text = await heard(word, ports)
    state = ports.journal.person_state(ports.journal.person("+50255501234"))

    assert text in {PHRASES.say(key, tag) for tag in ("es", "en")}
    assert state is not None
    assert state.stopped


async def test_plan_answers_earlier_messages_first(ports: Ports) -> None:
    """While an earlier message of the person waits, nothing is decided about a later one."""
    await heard("uno", ports, "SM1")
    await heard("dos", ports, "SM2")

    planned = await pipeline.plan("SM2", ports)

    assert planned == {"parts": 0, "erase": False, "earlier": ["SM1"]}
    assert ports.journal.plan("SM2") == ()
