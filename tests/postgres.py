"""A real PostgreSQL server for the tests: Debian's programs, a temporary folder, a unix socket, no durability.

Without the programs the tests that need them are skipped, saying so; under CI they fail instead.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

USER = "rumbo"
#: Nothing here has to survive a crash; that makes it several times quicker.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=64MB",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    programs: Path
    socket_folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.socket_folder}"

    def new_database(self) -> str:
        name = f"t{next(self.numbers)}"
        self.command(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return name

    def drop(self, database: str) -> None:
        self.command(f'DROP DATABASE "{database}" WITH (FORCE)')

    def command(self, sql: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql)

    def dump(self, database: str) -> bytes:
        """What a backup of the database holds, as plain SQL."""
        command = [str(self.programs / "pg_dump"), "--dbname", self.url(database)]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def find_programs(installed: Path = Path("/usr/lib/postgresql")) -> Path:
    folders = sorted(installed.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    reason = "PostgreSQL's server is not installed (apt-get install postgresql)"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def run(*command: str | Path) -> None:
    done = subprocess.run(
        [*as_somebody(), *command],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{Path(command[0]).name}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    # Not pytest's folder: the path of a unix socket has to be short, and another user has to get in.
    folder = Path(tempfile.mkdtemp(prefix="rumbo-pg-"))
    if as_somebody():
        shutil.chown(folder, "postgres")
    data, log = folder / "data", folder / "log"
    options = " ".join(["-k", str(folder), *(f"-c {setting}" for setting in SETTINGS)])
    run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    try:
        # The log goes to a file: with our pipe in its hands the server would keep pg_ctl from ending.
        run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")
        yield PostgresServer(programs=programs, socket_folder=folder)
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a database of this test's own."""
    name = postgres_server.new_database()
    yield name
    postgres_server.drop(name)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_database: str) -> str:
    """The DATABASE_URL of a database of this test's own."""
    return postgres_server.url(postgres_database)
