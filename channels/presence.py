"""Which processes share the work on one database, and which of them have died.

On PostgreSQL every process holds a lock on its own name as long as its session lives; the server releases it when the
process or its machine is gone, and then the others may take over what it had begun. Nothing is written, no clocks are
compared. On SQLite there is one process, so whatever another one left is ours.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import time
import uuid
from collections.abc import Iterable

import psycopg
import structlog

from channels.errors import ConfigurationError
from channels.journal.connect import CONNECT_TIMEOUT, understand

log = structlog.get_logger()

#: First half of the locks' names: "RUMB". The second half is a digest of the process's name.
KIND = 0x52554D42
RECOVERING = KIND + 1
#: Seconds between two looks whether our session still lives, and how long one may take.
LOOK = 2.0
#: Seconds that a restarted process waits for the server to notice that its predecessor is gone.
PATIENCE = 10.0
#: So that the server notices within about 20 seconds that a machine was switched off.
KEEPALIVES = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"


class Presence:
    """Our own name, and who else is there. Methods wait for the database: call them in a thread."""

    def __init__(self, database_url: str, port: int = 0) -> None:
        """`port` tells processes on one machine apart."""
        url = understand(database_url)
        self._alone = url.get_backend_name() == "sqlite"
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection | None = None
        #: The same after a restart on the same machine and port.
        self.name = "" if self._alone else f"{socket.gethostname()}:{port}"
        #: Never the same: what this name began before a restart is told apart from what it does now.
        self.incarnation = f"{self.name}/{uuid.uuid4().hex[:12]}"

    def arrive(self) -> None:
        """Take our name. Raises ConfigurationError when another living process has it."""
        if self._alone:
            return
        deadline = time.monotonic() + PATIENCE
        while not self._lock():
            if time.monotonic() > deadline:
                raise ConfigurationError(
                    f"Another process works on this database under the name {self.name}. "
                    "Give every machine a host name of its own, or every process on a machine its own port."
                )
            time.sleep(0.5)

    def leave(self) -> None:
        """Give the name back, so that others take over at once what we did not finish."""
        if self._session is not None:
            self._session.close()
            self._session = None

    async def keep(self) -> None:
        """Hold the name until cancelled; taken again as soon as possible when the session broke."""
        while not self._alone:
            await asyncio.sleep(LOOK)
            try:
                if not await asyncio.to_thread(self._lock):
                    log.error("name_taken", name=self.name)
            except psycopg.Error as error:
                log.warning("presence_lost", error=type(error).__name__)

    def gone(self, incarnations: Iterable[str]) -> tuple[str, ...]:
        """Those of other processes' incarnations that do not live any more."""
        others = {each for each in incarnations if each != self.incarnation}
        if not others or self._alone:
            return tuple(sorted(others))
        living = self._living()
        # Of our own name there is no other one that lives: the lock is ours.
        return tuple(sorted(each for each in others if _name(each) == self.name or _digest(_name(each)) not in living))

    def begin_recovery(self) -> bool:
        """Whether we may take over from the dead now: one process does at a time. To be ended with `end_recovery`."""
        if self._alone:
            return True
        if self._session is None:
            self._session = self._open()
        found = self._session.execute("SELECT pg_try_advisory_lock(%s, 0)", [RECOVERING]).fetchone()
        return bool(found and found[0])

    def end_recovery(self) -> None:
        if self._session is not None:
            self._session.execute("SELECT pg_advisory_unlock(%s, 0)", [RECOVERING])

    def _living(self) -> frozenset[int]:
        """Digests of the names that are held. Raises psycopg.Error."""
        if self._session is None:
            self._session = self._open()
        found = self._session.execute(
            "SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND classid = %s AND granted AND datname = current_database()",
            [KIND],
        )
        # The server shows the number without a sign.
        return frozenset(int(row[0]) for row in found)

    def _lock(self) -> bool:
        """Whether the name is ours now. Raises psycopg.Error when the server cannot be asked."""
        try:
            if self._session is None:
                self._session = self._open()
            if _digest(self.name) in self._living_of(self._session):
                return True
            found = self._session.execute("SELECT pg_try_advisory_lock(%s, %s)", [KIND, _signed(self.name)]).fetchone()
        except psycopg.Error:
            self.leave()
            raise
        return bool(found and found[0])

    @staticmethod
    def _living_of(session: psycopg.Connection) -> frozenset[int]:
        """Digests of the names that this session holds."""
        mine = session.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND pid = pg_backend_pid()", [KIND]
        )
        return frozenset(int(row[0]) for row in mine)

    def _open(self) -> psycopg.Connection:
        return psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=CONNECT_TIMEOUT,
            application_name="rumbo presence",
            options=f"{KEEPALIVES} -c statement_timeout=5000",
        )


def _name(incarnation: str) -> str:
    return incarnation.rpartition("/")[0]


def _digest(name: str) -> int:
    """32 bits without a sign, as `pg_locks` shows them."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])


def _signed(name: str) -> int:
    """The same bits as PostgreSQL's integer."""
    digest = _digest(name)
    return digest - 2**32 if digest >= 2**31 else digest
