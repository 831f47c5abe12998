"""One engine for SQLite and PostgreSQL, usable from many threads; nothing waits for ever."""

from __future__ import annotations

import math
import time
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from channels.journal.errors import DatabaseUnreachable, DatabaseUrlWrong

#: Seconds to wait for a free connection, for SQLite's one writer, for PostgreSQL to answer a connection.
POOL_TIMEOUT, BUSY_TIMEOUT, CONNECT_TIMEOUT = 10, 10, 5
POOL_SIZE, MAX_OVERFLOW = 10, 10
#: Milliseconds, as PostgreSQL takes them. Journal steps take a few; a stuck one must not hold the others.
POSTGRES_OPTIONS = (
    "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
)
#: Seconds after which a connection is asked before it is used: the server may have been restarted meanwhile.
IDLE = 2.0
USED = "rumbo_used"
#: Option of a connection that only reads: it takes no write lock.
READS = "rumbo_reads"


def connect(url: str) -> Engine:
    """An engine whose database has answered once.

    Raises DatabaseUrlWrong or DatabaseUnreachable; neither shows the password.
    """
    parsed = understand(url)
    engine = sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else postgres_engine(parsed)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except SQLAlchemyError as error:
        engine.dispose()
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise DatabaseUnreachable(
            f"The database {parsed.render_as_string(hide_password=True)} does not answer: {reason}"
        ) from None
    return engine


def understand(url: str) -> URL:
    """The address with the driver that we use. Raises DatabaseUrlWrong."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUrlWrong from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    raise DatabaseUrlWrong


def postgres_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
        pool_timeout=POOL_TIMEOUT,
        pool_recycle=1800,
        # The connection that was used last: the server still has what it needs at hand.
        pool_use_lifo=True,
        # Parameters are sealed or pseudonyms, and still belong in no log.
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT,
            "application_name": "rumbo journal",
            "options": POSTGRES_OPTIONS,
        },
    )
    event.listen(engine, "checkin", remember_use)
    event.listen(engine, "checkout", partial(ask_when_idle, engine))
    return engine


def remember_use(_raw: object, record: ConnectionPoolEntry) -> None:
    record.info[USED] = time.monotonic()


def ask_when_idle(engine: Engine, raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask the server before a connection is used that was idle for long; before every use it would double the load."""
    if time.monotonic() - record.info.get(USED, math.inf) < IDLE:
        return
    try:
        engine.dialect.do_ping(raw)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def sqlite_engine(url: URL) -> Engine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # For our eyes only; SQLite gives its -wal and -shm files the same mode.
        path.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnreachable(f"The database file {path} cannot be written: {error.strerror}") from None
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
        pool_timeout=POOL_TIMEOUT,
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False},
    )
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(raw: Any, _record: object) -> None:
    # The driver would begin transactions late and in its own way; `begin_sqlite` does it instead.
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        # A message that we have acknowledged survives a power cut.
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten.
        "secure_delete=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later could otherwise fail half-way."""
    reads = connection.get_execution_options().get(READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> dict[str, Any]:
    """Options of an engine that only reads. On PostgreSQL a question needs no transaction around it, which saves two
    of three trips; every question sees what was committed before it either way.
    """
    return {READS: True} | ({"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {})


def scrub(engine: Engine) -> None:
    """Let SQLite overwrite what was deleted now and not some day: its write-ahead log still holds it.

    PostgreSQL overwrites deleted rows when its autovacuum comes by.
    """
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


@cache
def ignoring(dialect: str, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    # Made once, and filled with parameters: building it anew took most of the time of storing a message.
    rows = table.__table__
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # Without the option SQLAlchemy does not promise to count what an insert did.
    return insert(rows).on_conflict_do_nothing().execution_options(preserve_rowcount=True)  # type: ignore[arg-type]


def insert_ignoring(connection: Connection, table: type[DeclarativeBase], rows: list[dict[str, Any]]) -> None:
    """Insert rows, leaving out those whose key is there already."""
    connection.execute(ignoring(connection.dialect.name, table), rows)


def insert_new(connection: Connection, table: type[DeclarativeBase], **values: Any) -> bool:
    """Insert a row unless one with the same key is there; whether it was inserted."""
    return connection.execute(ignoring(connection.dialect.name, table), values).rowcount == 1
