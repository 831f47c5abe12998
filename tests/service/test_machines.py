"""Two `rumbo serve` on one PostgreSQL, as on two machines: what one of them begins, the other one can finish."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.bench.caller import Call, call
from channels.bench.outcome import outcome, planned
from channels.bench.runs import journal_of, until_answered
from channels.bench.script import questions, script
from channels.bench.service import ACCOUNT, Service
from channels.bench.twilio_stub import TwilioStub, running_stub
from channels.journal.connect import connect

pytestmark = pytest.mark.postgres

MESSAGES, PEOPLE = 80, 16
#: Longer than it takes to notice a death and to be sure that nothing of the dead is still on its way.
PATIENCE = 120.0


@pytest.fixture
def twilio() -> Iterator[TwilioStub]:
    with running_stub() as stub:
        # As slow as the real one, so that something is always on its way.
        stub.delay = 0.1
        yield stub


@pytest.fixture
def machines(trained: None, postgres_url: str, twilio: TwilioStub, tmp_path: Path) -> Iterator[list[Service]]:
    services = [
        Service.rumbo(database_url=postgres_url, twilio_url=twilio.url, log=tmp_path / f"{name}.txt")
        for name in ("one", "two")
    ]
    for service in services:
        service.launch()
    for service in services:
        service.until_ready()
    yield services
    for service in services:
        service.stop()


def test_two_machines_share_the_work_and_one_outlives_the_other(
    machines: list[Service], twilio: TwilioStub, postgres_url: str
) -> None:
    """Both answer; one is killed in the middle; every message is answered once, and each person's in order."""
    said = script(messages=MESSAGES, people=PEOPLE, rate=20, asked=questions())
    acknowledged: list[Call] = []
    killer = threading.Timer(said[MESSAGES // 2].due, machines[0].kill)
    killer.start()

    urls = [machine.url for machine in machines]
    asyncio.run(call(said, ACCOUNT, urls, tries=10, on_call=acknowledged.append))
    done = until_answered(journal_of(postgres_url), PATIENCE)
    found = outcome([each for each in acknowledged if each.acknowledged], twilio, planned(connect(postgres_url)))

    assert done
    assert (found.acknowledged, found.answered) == (MESSAGES, MESSAGES)
    assert found.clean, found
    assert all("twilio_accepted" in machine.log.read_text() for machine in machines)
