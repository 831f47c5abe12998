"""One run: database, stub and services are started, the script is played, what became of it is measured."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from channels.bench.bounds import LONGEST_POSTING
from channels.bench.caller import PATH, Call, call
from channels.bench.databases import PostgresServer, postgres, sqlite
from channels.bench.errors import BenchError
from channels.bench.outcome import Outcome, Planned, outcome, planned
from channels.bench.script import Said, questions, script
from channels.bench.service import ACCOUNT, DATA_KEY, Load, Service, watched
from channels.bench.twilio_stub import TwilioStub, running_stub
from channels.journal.connect import connect
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal

#: Seconds that a run waits for answers after the last message was sent.
PATIENCE = 120.0
#: Where Rasa's own Twilio channel listens.
RASA_PATH = "/webhooks/twilio/webhook"
#: Messages before the run, so that it does not measure the first import of something.
WARMING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is to be run."""

    name: str
    messages: int
    people: int
    #: Messages a second, on average; None for all at once, as quickly as `connections` carry them.
    rate: float | None = None
    connections: int = 100
    #: `rumbo serve` processes on one database.
    processes: int = 1
    #: Seconds that Twilio takes to accept a message.
    twilio_delay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    scenario: Scenario
    #: "sqlite", "postgresql" or "rasa".
    on: str
    outcome: Outcome
    load: Load
    started_in: float
    #: Load average of the machine before the run: figures taken beside other work say so.
    busy_before: float

    def as_json(self) -> dict[str, object]:
        return {
            "on": self.on,
            "scenario": asdict(self.scenario),
            "outcome": self.outcome.as_json(),
            "load": asdict(self.load),
            "cpu_ms_per_message": self.cpu_ms_per_message,
            "started_in": round(self.started_in, 1),
            "busy_before": self.busy_before,
        }

    @property
    def cpu_ms_per_message(self) -> float:
        return round(1000 * self.load.cpu_seconds / self.outcome.answered, 1) if self.outcome.answered else 0.0


def run(scenario: Scenario, server: PostgresServer | None, *, log: Path | None = None) -> Measured:
    """Play a scenario on a fresh database of `server`, or on SQLite without one. Raises BenchError."""
    busy = busyness()
    with ExitStack() as ending:
        folder = Path(ending.enter_context(TemporaryDirectory(prefix="rumbo-bench-")))
        url = ending.enter_context(postgres(server) if server else sqlite(folder))
        stub = ending.enter_context(running_stub())
        services = [
            Service.rumbo(database_url=url, twilio_url=stub.url, log=log or folder / f"log-{number}.txt")
            for number in range(scenario.processes)
        ]
        for service in services:
            ending.callback(service.stop)
            service.start()
        journal = journal_of(url)
        play(warming(scenario), services, journal)
        forget(stub)
        stub.delay = scenario.twilio_delay
        said = script_of(scenario)
        with watched(services) as load:
            calls = play(said, services, journal, connections=scenario.connections)
        ours = {each.sid for each in said}
        plans = [plan for plan in planned(connect(url)) if plan.sid in ours]
        return Measured(
            scenario=scenario,
            on="postgresql" if server else "sqlite",
            outcome=outcome(calls, stub, plans),
            load=load,
            started_in=services[0].started_in,
            busy_before=busy,
        )


def run_rasa(scenario: Scenario) -> Measured:
    """Play a scenario, in which everybody writes once, on Rasa's own Twilio channel. Raises BenchError."""
    busy = busyness()
    with ExitStack() as ending:
        folder = Path(ending.enter_context(TemporaryDirectory(prefix="rumbo-bench-")))
        stub = ending.enter_context(running_stub())
        service = Service.rasa(twilio_url=stub.url, log=folder / "log.txt")
        ending.callback(service.stop)
        service.start()
        post(warming(scenario), [service], path=RASA_PATH)
        forget(stub)
        stub.delay = scenario.twilio_delay
        said = script_of(scenario)
        with watched([service]) as load:
            calls = post(said, [service], path=RASA_PATH, connections=scenario.connections)
        return Measured(
            scenario=scenario,
            on="rasa",
            outcome=outcome(calls, stub, heard(calls, stub)),
            load=load,
            started_in=service.started_in,
            busy_before=busy,
        )


def heard(calls: Sequence[Call], stub: TwilioStub) -> list[Planned]:
    """Which bubbles answer which message, where nobody wrote it down: those that went to its sender."""
    sids = {call.said.number: call.said.sid for call in calls}
    return [
        Planned(sid=sids[str(message["to"])], position=position, provider_sid=str(message["sid"]))
        for position, message in enumerate(stub.accepted)
        if message["to"] in sids
    ]


def busyness() -> float:
    return round(os.getloadavg()[0], 2)


def script_of(scenario: Scenario) -> tuple[Said, ...]:
    return script(messages=scenario.messages, people=scenario.people, rate=scenario.rate, asked=questions(), seed=2)


def warming(scenario: Scenario) -> tuple[Said, ...]:
    said = script(messages=WARMING * scenario.processes, people=3, rate=None, asked=questions(), seed=1)
    # Other people than those of the run.
    return tuple(replace(each, number=each.number.replace("+1", "+19", 1)[:12]) for each in said)


def play(
    said: Sequence[Said], services: Sequence[Service], journal: Journal, *, connections: int = 100
) -> tuple[Call, ...]:
    """Send every message and wait until everything that the service took is with Twilio, or patience is over."""
    calls = post(said, services, connections=connections)
    until_answered(journal)
    return calls


def post(
    said: Sequence[Said], services: Sequence[Service], *, path: str = PATH, connections: int = 100
) -> tuple[Call, ...]:
    """Send every message to the services in turn; what became of the calls. Raises BenchError after too long."""
    urls = [service.url for service in services]
    return asyncio.run(in_time(call(said, ACCOUNT, urls, path=path, connections=connections)))


async def in_time(calls: Coroutine[Any, Any, tuple[Call, ...]], limit: float = LONGEST_POSTING) -> tuple[Call, ...]:
    try:
        async with asyncio.timeout(limit):
            return await calls
    except TimeoutError:
        raise BenchError(
            f"The messages were not all posted after {limit:g} seconds: fewer messages, or more people."
        ) from None


def until_answered(journal: Journal, patience: float = PATIENCE) -> bool:
    """Wait until nothing is undecided or unsent; False when that took too long."""
    deadline = time.monotonic() + patience
    while journal.unfinished(datetime.now(UTC) + timedelta(days=1), limit=1):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def forget(stub: TwilioStub) -> None:
    for kept in (stub.requests, stub.messages, stub.accepted, stub.accepted_at):
        kept.clear()


def journal_of(url: str) -> Journal:
    """A second hand on the service's own database."""
    return Journal(connect(url), Crypto(DATA_KEY), lambda: datetime.now(UTC))
