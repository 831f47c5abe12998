"""Messages that the provider has and we do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.alarms import Alarms
from channels.catch_up import CatchUp
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.records import InboundState
from channels.message import Channel, InboundMessage, Kind
from channels.sending import ProviderDown, SendError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANA, LUIS = "+15550100101", "+15550100102"


def message(sid: str, minutes_ago: float, text: str = "hola", sender: str = ANA) -> InboundMessage:
    return InboundMessage(
        sid=sid,
        channel=Channel.SMS,
        sender=sender,
        recipient="+15550100000",
        text=text,
        kind=Kind.TEXT,
        received_at=NOON - timedelta(minutes=minutes_ago),
    )


@dataclass
class Inbox:
    messages: list[InboundMessage] = field(default_factory=list)
    failures: list[SendError] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)

    async def received(self, since: datetime) -> Sequence[InboundMessage]:
        self.asked.append(since)
        if self.failures:
            raise self.failures.pop()
        return [each for each in sorted(self.messages, key=lambda m: m.received_at) if each.received_at >= since]


@dataclass
class Service:
    journal: Journal
    inbox: Inbox = field(default_factory=Inbox)
    alarms: Alarms = field(default_factory=Alarms)
    queued: list[str] = field(default_factory=list)
    catch_up: CatchUp = field(init=False)

    def __post_init__(self) -> None:
        self.catch_up = CatchUp(self.inbox, self.journal, self.alarms, timedelta(hours=24))

    async def enqueue(self, sid: str, person: str) -> None:
        self.queued.append(sid)

    async def run(self, after: float = 0) -> int:
        return await self.catch_up.apply(NOON + timedelta(minutes=after), self.enqueue)

    def state(self, sid: str) -> InboundState | None:
        found = self.journal.load(sid)
        return None if found is None else found.state


@pytest.fixture
def service(tmp_path: Path) -> Service:
    engine = connect(f"sqlite:///{tmp_path}/rumbo.sqlite")
    migrate(engine)
    return Service(journal=Journal(engine, Crypto(new_data_key()), lambda: NOON))


async def test_what_never_came_is_queued_oldest_first_and_once(service: Service) -> None:
    """What we have and what is a day old is left alone; later also what may still be on its way by webhook."""
    service.journal.receive(message("SM-known", 20))
    for sid, minutes in (("SM-known", 20), ("SM-b", 30), ("SM-a", 90), ("SM-old", 25 * 60), ("SM-now", 0)):
        service.inbox.messages.append(message(sid, minutes))
    found = [await service.run()]
    service.inbox.messages += [message("SM-young", -0.5), message("SM-late", -0.6)]
    found += [await service.run(after=minutes) for minutes in (0.7, 1.1)]
    service.journal.receive(message("SM-late", -0.6))
    found += [await service.run(after=minutes) for minutes in (1.9, 2.2, 3.3)]

    assert found == [3, 0, 0, 0, 1, 0]
    assert service.queued == ["SM-a", "SM-b", "SM-now", "SM-young"]
    assert service.inbox.asked[:2] == [NOON - timedelta(hours=24), NOON - timedelta(minutes=5)]


@pytest.mark.parametrize("wrong_by", [6 * 60, -6 * 60])
async def test_clock_that_was_wrong_hides_nothing(service: Service, wrong_by: int) -> None:
    """While the clock is wrong by hours, and after it was put right, what is missing is found."""
    service.inbox.messages.append(message("SM-before", 10))
    found = [await service.run(after=wrong_by)]
    service.inbox.messages.append(message("SM-meanwhile", -1))
    found += [await service.run(after=wrong_by + minutes) for minutes in (2, 4)]
    service.inbox.messages.append(message("SM-after", -5))
    found += [await service.run(after=minutes) for minutes in (6, 8)]

    assert found == [1, 0, 1, 0, 1]
    assert service.queued == ["SM-before", "SM-meanwhile", "SM-after"]


async def test_erased_people_do_not_come_back(service: Service) -> None:
    """What was erased here and still is at the provider is not missing."""
    service.inbox.messages.append(message("SM1", 20))
    await service.run()
    service.journal.erase(ANA)

    assert await service.run(after=2) == 0


async def test_stop_counts_before_what_was_asked_earlier(service: Service) -> None:
    """Who asked, started and stopped while we were away has stopped us; others are not touched."""
    for sid, minutes, text, sender in (
        ("SM-question", 30, "cuanto cuesta", ANA),
        ("SM-other", 29, "cuanto cuesta", LUIS),
        ("SM-start", 28, "INICIO", ANA),
        ("SM-stop", 27, "ALTO", ANA),
    ):
        service.inbox.messages.append(message(sid, minutes, text, sender))
    await service.run()

    stopped = {
        number: state is not None and state.stopped
        for number in (ANA, LUIS)
        for state in [service.journal.person_state(service.journal.person(number))]
    }
    assert service.queued == ["SM-question", "SM-other", "SM-start", "SM-stop"]
    assert stopped == {ANA: True, LUIS: False}
    assert service.state("SM-start") is InboundState.IGNORED
    assert service.state("SM-stop") is InboundState.RECEIVED


async def test_provider_that_does_not_answer_is_an_alarm_and_asked_again_from_the_start(service: Service) -> None:
    """Nothing is skipped because the first question was not answered."""
    service.inbox.failures.append(ProviderDown())
    service.inbox.messages.append(message("SM1", 20))
    found = await service.run()
    during = dict(service.alarms.standing)
    later = await service.run()

    assert (found, later) == (0, 1)
    assert "catch_up" in during
    assert not service.alarms.standing
