"""What goes wrong. Each fault is a function of the stage: it does its harm, and puts right what an operator would."""

from __future__ import annotations

import random
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from channels.bench import databases
from channels.bench.databases import PostgresServer
from channels.bench.service import Service
from channels.bench.twilio_stub import Mood, TwilioStub
from channels.settings import ROOT

#: Twilio's usual troubles in a bad hour, beside what goes well.
BAD_HOUR_NAME = "Twilio: 429, 500, dropped, answer lost"
BAD_HOUR = (Mood.BUSY, Mood.BROKEN, Mood.DROPPED, Mood.LOST_ANSWER)
#: The newer program differs in one example that the dialogue is trained with.
NEWER_EXAMPLE = "      - muchisimas gracias por toda la ayuda de hoy\n"
SMALL_TALK, THANKS = Path("bot/data/nlu/es/small_talk.yml"), "  - intent: thanks\n    examples: |\n"
PACKAGES = ("bot", "channels", "knowledge", "locales", "tests")


@dataclass(slots=True, kw_only=True)
class Stage:
    """What a fault can reach."""

    service: Service
    twilio: TwilioStub
    chance: random.Random
    #: A copy of the articles, for this service alone.
    articles: Path
    #: Holds the seconds that the service's clock is wrong by.
    skew: Path
    #: A newer version of the program, in a folder of its own; None where there is none.
    newer: Path | None = None
    sqlite: Path | None = None
    postgres: PostgresServer | None = None
    #: Fills the file system of PostgreSQL's data, when that is one of its own.
    ballast: Path | None = None
    says: Callable[[str], None] = print
    done: dict[str, int] = field(default_factory=dict)

    def count(self, name: str) -> None:
        self.done[name] = self.done.get(name, 0) + 1

    def between(self, least: float, most: float) -> float:
        return self.chance.uniform(least, most)


def kill(stage: Stage) -> None:
    """`kill -9` at any moment, also while it starts."""
    stage.service.kill()
    if stage.chance.random() < 0.1:
        stage.service.launch()
        time.sleep(stage.between(1, 8))
        stage.service.kill()
    stage.service.start()


def newer_program(stage: Stage) -> None:
    """A newer program with a newer dialogue model takes over in the middle, or the older one comes back."""
    stage.service.kill()
    running = stage.service.environment["PYTHONPATH"]
    other = ROOT if running == str(stage.newer) else stage.newer
    stage.service.environment = {**stage.service.environment, "PYTHONPATH": str(other)}
    stage.service.start()


def newer_articles(stage: Stage) -> None:
    """An editor saves while people ask."""
    file = stage.chance.choice(sorted(stage.articles.glob("*/es.md")))
    words = file.read_text(encoding="utf-8")
    file.write_text(f"{words}\nPregunte otra vez si algo no queda claro.\n", encoding="utf-8")


def lock_database(stage: Stage) -> None:
    """Somebody holds the SQLite file, the journal's or the queue's, longer than anybody waits for it."""
    assert stage.sqlite is not None
    file = stage.chance.choice([stage.sqlite, stage.sqlite.with_suffix(".work.sqlite")])
    holding = sqlite3.connect(file, timeout=30, isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    time.sleep(stage.between(1, 14))
    holding.execute("ROLLBACK")
    holding.close()


def full_disk_sqlite(stage: Stage) -> None:
    """No file of the service may grow: what a full disk or a quota does."""
    assert stage.service.process is not None
    assert stage.sqlite is not None
    pid, most = stage.service.process.pid, resource.RLIM_INFINITY
    biggest = max(file.stat().st_size for file in stage.sqlite.parent.glob("rumbo*"))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (biggest, most))
    time.sleep(stage.between(2, 8))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


def full_disk_postgres(stage: Stage) -> None:
    """PostgreSQL's file system is full: first its files, then its log cannot grow, and it stops by itself."""
    assert stage.ballast is not None
    free = shutil.disk_usage(stage.ballast.parent).free
    with stage.ballast.open("wb") as file:
        try:
            for _ in range(free // 65536 + 1):
                file.write(b"\0" * 65536)
                file.flush()
        except OSError:
            pass
    time.sleep(stage.between(3, 10))
    stage.ballast.unlink()
    start_postgres(stage)


def stop_postgres(stage: Stage) -> None:
    """The database crashes, or is shut down in haste, and comes back."""
    assert stage.postgres is not None
    mode = stage.chance.choice(["immediate", "fast"])
    databases.control(stage.postgres, "stop", "-m", mode)
    time.sleep(stage.between(0, 12))
    start_postgres(stage)


def start_postgres(stage: Stage) -> None:
    assert stage.postgres is not None
    if not databases.is_running(stage.postgres):
        databases.control(stage.postgres, "start")


def bad_hour(stage: Stage) -> None:
    """Twilio refuses, breaks off, or takes a message and does not say so: half of all requests."""
    with moody(stage, BAD_HOUR, share=0.5):
        time.sleep(stage.between(3, 10))


def twilio_gone(stage: Stage) -> None:
    """Twilio answers nobody, though it takes what it is sent."""
    with moody(stage, (Mood.LOST_ANSWER, Mood.DROPPED), share=1):
        time.sleep(stage.between(5, 15))


def twilio_silent(stage: Stage) -> None:
    """Some messages are taken, and the answer is waited for in vain."""
    with moody(stage, (Mood.SILENT,), share=0.2):
        time.sleep(stage.between(2, 4))


@contextmanager
def moody(stage: Stage, moods: tuple[Mood, ...], share: float) -> Iterator[None]:
    # Not the stage's own dice: how many requests come in is chance, and the faults must not depend on it.
    dice = random.Random(stage.chance.random())
    stage.twilio.mood = lambda: dice.choice(moods) if dice.random() < share else Mood.WELL
    try:
        yield
    finally:
        stage.twilio.mood = lambda: Mood.WELL


def wrong_clock(stage: Stage) -> None:
    """The clock jumps, back or forth, and stays wrong until the next jump."""
    stage.skew.write_text(str(stage.chance.choice([0, 0, -5, 5, -90, 90, -3600, 3600, -6 * 3600, 6 * 3600])))


def faults_for(stage: Stage) -> list[tuple[str, Callable[[Stage], None]]]:
    """Every fault that this stage can show."""
    names: list[tuple[str, Callable[[Stage], None]]] = [
        ("newer articles", newer_articles),
        (BAD_HOUR_NAME, bad_hour),
        ("Twilio gone", twilio_gone),
        ("Twilio silent", twilio_silent),
        ("wrong clock", wrong_clock),
    ]
    if stage.newer is not None:
        names.append(("other program and model", newer_program))
    if stage.sqlite is not None:
        names += [("database locked", lock_database), ("disk full", full_disk_sqlite)]
    if stage.postgres is not None:
        names.append(("database stopped", stop_postgres))
    if stage.ballast is not None:
        names.append(("disk full", full_disk_postgres))
    return names


def newer_program_at(folder: Path) -> Path:
    """A copy of the program that was taught one more example."""
    skip = shutil.ignore_patterns("__pycache__", "node_modules", "var")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=skip)
    for name in ("var", "node_modules"):
        (folder / name).symlink_to(ROOT / name)
    taught = (folder / SMALL_TALK).read_text(encoding="utf-8")
    assert THANKS in taught
    (folder / SMALL_TALK).write_text(taught.replace(THANKS, THANKS + NEWER_EXAMPLE), encoding="utf-8")
    return folder
