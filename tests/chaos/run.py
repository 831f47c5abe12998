"""One run: a service on a database of its own, people who write without pause, one fault after another."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from channels.bench import databases
from channels.bench.script import questions
from channels.bench.service import DATA_KEY, Service
from channels.bench.twilio_stub import running_stub
from channels.journal.connect import connect
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.settings import ROOT
from knowledge.folder import ARTICLES
from tests.chaos.faults import BAD_HOUR_NAME, Stage, bad_hour, faults_for, kill, newer_program_at
from tests.chaos.people import People
from tests.chaos.verdict import Verdict, strange, verdict

#: Seconds that everything may take to be answered once the faults are over: a message whose webhook failed is fetched
#: a minute later, what was postponed is begun again every half minute, DBOS waits up to a minute and a half for its
#: database.
PATIENCE = 300.0
#: MB of the file system that PostgreSQL's data gets to itself, so that it can be filled.
POSTGRES_DISK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    #: "sqlite" or "postgresql".
    database: str
    kills: int
    seed: int
    people: int = 20
    #: Messages a second of all together.
    rate: float = 3.0
    #: Share of the kills that another fault comes before, and share of those in the middle of Twilio's bad hour.
    others: float = 0.6
    bad_hours: float = 0.2
    #: Without models the service starts in two seconds instead of ten; then no newer model takes over either.
    light: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    plan: Plan
    verdict: Verdict
    #: How often each fault came.
    faults: dict[str, int]
    #: Seconds from the end of the last fault until everything was answered.
    settled_in: float
    minutes: float
    log: Path = field(repr=False)


def run(plan: Plan, folder: Path, say: Callable[[str], None] = print) -> Report:
    """Needs some minutes for every ten kills. Raises BenchError when the service does not come back."""
    began = time.monotonic()
    with ExitStack() as ending:
        stage = ending.enter_context(on_stage(plan, folder, say))
        people = People(
            url=stage.service.url,
            twilio=stage.twilio,
            asked=questions(),
            people=plan.people,
            rate=plan.rate,
            seed=plan.seed,
        )
        stage.service.start()
        ending.callback(stage.service.stop)
        ending.callback(people.stop)
        people.start()
        for number in range(plan.kills):
            harm(stage, plan, number)
        people.stop()
        stage.skew.write_text("0")
        over = time.monotonic()
        engine = connect(stage.service.environment["DATABASE_URL"])
        journal = Journal(engine, Crypto(DATA_KEY), lambda: datetime.now(UTC))
        until_answered(journal, people, say)
        settled_in = round(time.monotonic() - over, 1)
        # Whatever should not come would come now.
        time.sleep(2)
        for message in strange(stage.twilio, engine):
            say(f"Nobody knows of this message: {message}")
        return Report(
            plan=plan,
            verdict=verdict(people.calls, stage.twilio, engine),
            faults=stage.done,
            settled_in=settled_in,
            minutes=round((time.monotonic() - began) / 60, 1),
            log=stage.service.log,
        )


def harm(stage: Stage, plan: Plan, number: int) -> None:
    """Perhaps another fault, or one that is still going on, and a kill."""
    time.sleep(stage.between(0.2, 5))
    others, dice = faults_for(stage), stage.chance.random()
    during: threading.Thread | None = None
    if dice < plan.others:
        name, fault = others[number % len(others)]
        stage.says(f"{number + 1}/{plan.kills}: {name}, then kill -9")
        fault(stage)
        stage.count(name)
        time.sleep(stage.between(0, 2))
    elif dice < plan.others + plan.bad_hours:
        stage.says(f"{number + 1}/{plan.kills}: kill -9 in Twilio's bad hour")
        during = threading.Thread(target=bad_hour, args=(stage,))
        during.start()
        stage.count(BAD_HOUR_NAME)
        time.sleep(stage.between(0.2, 3))
    else:
        stage.says(f"{number + 1}/{plan.kills}: kill -9")
    kill(stage)
    stage.count("kill -9")
    if during is not None:
        during.join()


def until_answered(journal: Journal, people: People, say: Callable[[str], None]) -> bool:
    deadline = time.monotonic() + PATIENCE
    sids = [call.said.sid for call in people.calls]
    while True:
        missing = len(journal.unknown(sids))
        unfinished = len(journal.unfinished(datetime.now(UTC) + timedelta(days=2)))
        if not missing and not unfinished:
            return True
        if time.monotonic() > deadline:
            say(f"Not everything was answered: {missing} never came, {unfinished} are unfinished.")
            return False
        time.sleep(1)


@contextmanager
def on_stage(plan: Plan, folder: Path, say: Callable[[str], None]) -> Iterator[Stage]:
    with ExitStack() as ending:
        articles, skew = folder / "articles", folder / "skew"
        shutil.copytree(ARTICLES, articles)
        skew.write_text("0")
        sqlite = folder / "rumbo.sqlite" if plan.database == "sqlite" else None
        disk = None if sqlite else ending.enter_context(disk_of_its_own(say))
        server = None if sqlite else ending.enter_context(postgres_on(disk))
        url = f"sqlite:///{sqlite}" if server is None else ending.enter_context(databases.postgres(server))
        twilio = ending.enter_context(running_stub())
        settings = {"KNOWLEDGE_DIR": str(articles), "SKEW_FILE": str(skew), "PYTHONPATH": str(ROOT), "FLOOD_LIMIT": "0"}
        if plan.light:
            settings["LIGHT"] = "1"
        service = Service.rumbo(database_url=url, twilio_url=twilio.url, log=folder / "log.txt", settings=settings)
        # -P: the copy of a newer program, and not this folder, is where modules come from.
        service.command[:1] = [sys.executable, "-P", "-m", "tests.chaos.launch"]
        yield Stage(
            service=service,
            twilio=twilio,
            chance=random.Random(plan.seed),
            articles=articles,
            skew=skew,
            newer=trained(newer_program_at(folder / "newer"), say) if not plan.light else None,
            sqlite=sqlite,
            postgres=server,
            ballast=None if disk is None else disk / "ballast",
            says=say,
        )


def trained(program: Path, say: Callable[[str], None]) -> Path:
    """The newer program with its dialogue model, as whoever installs it would train it."""
    say("training the newer dialogue model …")
    command = [str(Path(sys.executable).parent / "rumbo"), "train", "--if-changed"]
    path = {"PYTHONPATH": str(program), "PATH": "/usr/bin:/bin", "HOME": str(program)}
    done = subprocess.run(command, check=False, cwd=program, env=path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return program


@contextmanager
def disk_of_its_own(say: Callable[[str], None]) -> Iterator[Path | None]:
    """A small file system in memory, where we may mount one: only then can PostgreSQL's disk be filled honestly."""
    # Not in our own folder: another user has to get in.
    at = Path(tempfile.mkdtemp(prefix="rumbo-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={POSTGRES_DISK}m,mode=755", "none", str(at)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        say("No right to mount a file system: PostgreSQL's disk is not filled in this run.")
        yield None
        return
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)
        at.rmdir()


@contextmanager
def postgres_on(disk: Path | None) -> Iterator[databases.PostgresServer]:
    """A server of its own, durable, whose data lie on this file system."""
    before = tempfile.tempdir
    tempfile.tempdir = None if disk is None else str(disk)
    try:
        with databases.postgres_server() as server:
            tempfile.tempdir = before
            yield server
    finally:
        tempfile.tempdir = before
