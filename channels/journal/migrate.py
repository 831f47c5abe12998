"""Bring a database to the present schema, at start, in one transaction, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from channels.journal.errors import DatabaseTooNew

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
#: Any number that nobody else uses; several processes starting at once wait for each other on it.
LOCK = 7_862_601


def migrate(engine: Engine) -> None:
    """Raises DatabaseTooNew when the database comes from a later version. Does nothing when it is up to date."""
    with engine.connect() as connection, references_unchecked(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        try:
            command.upgrade(configuration(connection), "head")
        except CommandError as error:
            raise DatabaseTooNew from error


@contextmanager
def references_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying and dropping it, and dropping would cascade into every table that refers to it.

    Its switch works outside a transaction only. PostgreSQL alters in place and needs none of this.
    """
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's own configuration; without a file, since everything in it follows from the code."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
