"""Floods, loops and echoes, on the whole way from a message to what is planned for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.replies import Decision, Effect, Emergency, Phrase, Turn
from channels import pipeline
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.message import Channel, InboundMessage, Kind
from channels.pipeline import Ports
from channels.render import Wording
from channels.simulator.sender import SimulatorSender
from knowledge.folder import ARTICLES
from knowledge.library import Library
from locales.languages import Register
from locales.phrases import Phrases

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PHRASES = Phrases.load()
WORDING = Wording(library=Library.load(ARTICLES), phrases=PHRASES, register=Register.load(), allow_unsigned=True)
ANA, LUIS = "+50255501234", "+50255501235"
PAUSED = PHRASES.say("paused", "es")
FLOOD = 30


class Dialogue:
    """Knows danger and STOP; everything else is thanked for."""

    async def turn(
        self, text: str, *, tracker: bytes | None, language: str, first_contact: bool, country: str | None
    ) -> tuple[Turn, bytes]:
        turn = Turn(
            replies=(Phrase(key="utter_thanks"),), intent="thanks", decision=Decision.COMMAND, language=language
        )
        if "secuestra" in text:
            danger = (Emergency(kind="kidnapped"),)
            turn = replace(turn, replies=danger, decision=Decision.URGENT, effects=frozenset({Effect.ALARM}))
        elif text == "ALTO":
            turn = replace(turn, replies=(Phrase(key="utter_stopped"),), effects=frozenset({Effect.STOP}))
        return turn, b"state"


@dataclass
class Service:
    ports: Ports
    now: datetime = NOON
    said: int = 0
    heard: list[list[str]] = field(default_factory=list)

    async def say(self, text: str, *, sender: str = ANA, after: float = 1) -> list[str]:
        """What is planned for a message that comes `after` seconds."""
        self.now += timedelta(seconds=after)
        self.said += 1
        message = InboundMessage(
            sid=f"SM{self.said}",
            channel=Channel.WHATSAPP,
            sender=sender,
            recipient="+12025550100",
            text=text,
            kind=Kind.TEXT,
            received_at=self.now,
        )
        self.ports.journal.receive(message)
        await pipeline.plan(message.sid, self.ports)
        planned = self.ports.journal.plan(message.sid)
        for part in planned:
            self.ports.journal.take(part.id)
            self.ports.journal.mark_accepted(part.id, f"SMout{part.id}")
        self.heard.append([part.text for part in planned])
        return self.heard[-1]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    engine = connect(f"sqlite:///{tmp_path}/rumbo.sqlite")
    migrate(engine)
    sender = SimulatorSender()
    made: Service
    journal = Journal(engine, Crypto(new_data_key()), lambda: made.now)
    ports = Ports(
        journal=journal,
        dialogue=Dialogue(),
        wording=lambda: WORDING,
        sender_for=lambda _: sender,
        link_to=str,
        now=lambda: made.now,
        flood_limit=FLOOD,
    )
    made = Service(ports)
    yield made
    engine.dispose()


async def test_same_message_twenty_times_is_a_loop_and_told_once(service: Service) -> None:
    """A machine that answers us with always the same gets one sentence and then nothing; other words are answered."""
    for number in range(25):
        await service.say(f"I am out of office, call 5512345{number:03d}", after=3)
    other = await service.say("cuanto cuesta pedir asilo")

    answered = [bool(heard) for heard in service.heard]
    assert answered[:25] == [True] * 20 + [False] * 5
    assert service.heard[19] == [PHRASES.say("paused", "en")]
    assert other not in ([], [PAUSED])


async def test_loop_is_answered_again_when_it_is_over(service: Service) -> None:
    """Five quiet minutes later the same words are a question again."""
    for _ in range(22):
        await service.say("hola")
    later = await service.say("hola", after=301)

    assert later
    assert later != [PAUSED]


async def test_own_words_that_come_back_are_not_answered(service: Service) -> None:
    """A machine that sends back what it gets hears nothing; a person who quotes us and asks is answered."""
    (ours,) = await service.say("gracias")
    echoed = await service.say(ours.upper() + " !")
    quoted = await service.say(f"{ours} que quiere decir eso")

    assert len(ours) >= 40
    assert echoed == []
    assert quoted != []


async def test_flood_is_told_once_and_punishes_nobody_else(service: Service) -> None:
    """More than anybody can read is not answered, others are; danger and STOP get through."""
    for number in range(FLOOD + 5):
        await service.say(f"pregunta {'x' * number}")
    other = await service.say("hola", sender=LUIS)
    danger = await service.say("nos tienen secuestrados")
    stop = await service.say("ALTO")

    assert [len(heard) for heard in service.heard[: FLOOD + 5]] == [1] * (FLOOD + 1) + [0] * 4
    assert service.heard[FLOOD] == [PAUSED]
    assert other not in ([], [PAUSED])
    assert "911" in danger[0]
    assert stop == [PHRASES.say("utter_stopped", "es")]


async def test_same_cry_over_and_over_is_answered_once_a_minute(service: Service) -> None:
    """Whoever cries for help always hears whom to call, and a machine that repeats our numbers goes on slowly."""
    for _ in range(40):
        await service.say("nos tienen secuestrados", after=5)

    answered = [bool(heard) for heard in service.heard]
    assert all(answered[:19])
    assert 1 <= sum(answered[20:]) <= 3
    assert not any(PAUSED in heard for heard in service.heard)


async def test_messages_of_an_outage_are_no_flood(service: Service) -> None:
    """What a person wrote in a whole day of outage is counted by when they wrote."""
    for _ in range(FLOOD + 5):
        await service.say("y ahora?" + "?" * service.said, after=600)

    assert all(heard and heard != [PAUSED] for heard in service.heard)


async def test_day_has_a_limit_too(service: Service) -> None:
    """Slowly, but without end, is a flood as well; it is told once a day."""
    service.ports = replace(service.ports, flood_limit=6)
    for number in range(63):
        await service.say("a" * (number + 1), after=60)

    assert service.heard[-4:] == [service.heard[0], [PAUSED], [], []]
