"""A database for one run that is gone afterwards: a SQLite file, or a database of a PostgreSQL server.

The server is the one of a given address, or else Debian's programs on a folder of their own and a unix socket.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from channels.bench.errors import BenchError

USER = "rumbo"
INSTALLED = Path("/usr/lib/postgresql")
#: As a careful administrator would have it; durability is as it comes, that is on.
SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=128MB")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running server. Its databases are addressed by name."""

    #: Of any database on it.
    address: URL
    programs: Path = INSTALLED
    #: Of a server of our own: its data, and what it was started with.
    data: Path | None = None
    options: str = ""
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return self.address.set(database=database).render_as_string(hide_password=False)

    def new_database(self) -> str:
        name = f"rumbo_{os.getpid()}_{next(self.numbers)}"
        self.command(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return name

    def drop(self, database: str) -> None:
        self.command(f'DROP DATABASE "{database}" WITH (FORCE)')

    def command(self, sql: str) -> None:
        url = self.address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.encode())

    def dump(self, database: str) -> bytes:
        """What a backup of the database holds, as plain SQL."""
        command = [str(self.programs / "pg_dump"), "--dbname", self.url(database)]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout  # noqa: S603


@contextmanager
def sqlite(folder: Path | None = None) -> Iterator[str]:
    """The address of a database in a folder of its own (in `folder`, when that is given)."""
    with tempfile.TemporaryDirectory(prefix="rumbo-bench-", dir=folder) as own:
        yield f"sqlite:///{own}/rumbo.sqlite"


@contextmanager
def postgres(server: PostgresServer) -> Iterator[str]:
    """The address of a new database on the server."""
    name = server.new_database()
    try:
        yield server.url(name)
    finally:
        server.drop(name)


@contextmanager
def postgres_server(
    address: str | None = None, *, settings: Sequence[str] = SETTINGS, installed: Path = INSTALLED
) -> Iterator[PostgresServer]:
    """The server at `address`, or one that runs as long as this lasts.

    Raises BenchError when there is none, and for an address on another machine.
    """
    if address is not None:
        yield PostgresServer(address=on_this_machine(make_url(address)))
        return
    programs = find_programs(installed)
    # The path of a unix socket has to be short, and another user has to get in.
    folder = Path(tempfile.mkdtemp(prefix="rumbo-pg-"))
    if _as_somebody():
        shutil.chown(folder, "postgres")
    data, log = folder / "data", folder / "log"
    options = " ".join(["-k", str(folder), *(f"-c {setting}" for setting in settings)])
    _run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    try:
        # The log goes to a file: with our pipe in its hands the server would keep pg_ctl from ending.
        _run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")
        address_of_ours = URL.create("postgresql", username=USER, database="postgres", query={"host": str(folder)})
        yield PostgresServer(address=address_of_ours, programs=programs, data=data, options=options)
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def on_this_machine(address: URL) -> URL:
    """The address, when it leads to a unix socket or a loopback address. Raises BenchError.

    A run makes and drops databases and takes all that the server can give: what serves people must not be hit by the
    DATABASE_URL that happens to be set.
    """
    named = [address.host or "", *(str(each) for key in ("host", "hostaddr") for each in _listed(address, key))]
    if not any(named):
        # What libpq takes where the address names nobody.
        named = [os.environ.get("PGHOST", ""), os.environ.get("PGHOSTADDR", "")]
    for host in ",".join(named).split(","):
        if host and not host.startswith(("/", "@")) and host != "localhost" and not _is_loopback(host):
            raise BenchError(
                f"DATABASE_URL leads to {host}, and a run may load and change a server on this machine only. "
                "Unset DATABASE_URL (a server is then started for the run), or name one on localhost."
            )
    return address


def _listed(address: URL, key: str) -> Sequence[str]:
    value = address.query.get(key, ())
    return (value,) if isinstance(value, str) else value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def control(server: PostgresServer, action: str, *how: str) -> None:
    """`pg_ctl` on a server of our own: "start" or "stop". Raises BenchError."""
    if server.data is None:
        raise BenchError("Only a server that was started for the run may be stopped.")
    options = ("-l", server.data.parent / "log", "-o", server.options) if action == "start" else ()
    _run(server.programs / "pg_ctl", "-D", server.data, "-w", "-t", "60", *options, *how, action)


def is_running(server: PostgresServer) -> bool:
    try:
        control(server, "status")
    except BenchError:
        return False
    return True


def find_programs(installed: Path = INSTALLED) -> Path:
    """The folder of the newest server's programs. Raises BenchError."""
    folders = sorted(installed.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    raise BenchError(
        "PostgreSQL's server is not installed (apt-get install postgresql), and DATABASE_URL names none to use."
    )


def _as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _run(*command: str | Path) -> None:
    done = subprocess.run(  # noqa: S603
        [*_as_somebody(), *command],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode != 0:
        raise BenchError(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")
