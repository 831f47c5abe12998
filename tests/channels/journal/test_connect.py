from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from channels.journal.connect import connect, understand
from channels.journal.crypto import Crypto
from channels.journal.errors import DatabaseUnreachable, DatabaseUrlWrong
from channels.journal.journal import Journal
from tests.postgres import PostgresServer

from .conftest import START


@pytest.mark.parametrize("url", ["", "rumbo", "mysql://localhost/rumbo", "sqlite://", "sqlite:///:memory:"])
def test_connect_refuses_what_it_cannot_use(url: str) -> None:
    """A wrong address is named as such, with examples of right ones."""
    with pytest.raises(DatabaseUrlWrong, match="postgresql://"):
        connect(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_understand_takes_every_usual_postgres_address(scheme: str) -> None:
    """The addresses that hosts hand out work as they are."""
    assert understand(f"{scheme}://user@host/name").drivername == "postgresql+psycopg"


def test_connect_to_a_database_that_is_away_hides_the_password() -> None:
    """The message names the place and not the password."""
    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1:1") as away:
        connect("postgresql://rumbo:hunter2@127.0.0.1:1/rumbo")

    assert "hunter2" not in f"{away.value!r} {away.value.__cause__!r}"


def test_connect_to_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    """A file where a folder should be is a clear error."""
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnreachable, match="cannot be written"):
        connect(f"sqlite:///{tmp_path}/file/journal.sqlite")


def test_connect_makes_a_private_file(tmp_path: Path) -> None:
    """Nobody else on the machine can read the database or its log."""
    engine = connect(f"sqlite:///{tmp_path}/new/journal.sqlite")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x)"))

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "new").iterdir()}
    engine.dispose()

    assert {"journal.sqlite", "journal.sqlite-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}


@pytest.mark.postgres
def test_journal_says_whether_the_database_answers(postgres_server: PostgresServer, crypto: Crypto) -> None:
    """The readiness page can tell a database that is away from one that is there."""
    name = postgres_server.new_database()
    engine = connect(postgres_server.url(name))
    journal = Journal(engine, crypto, lambda: START)
    there = journal.answers()
    postgres_server.drop(name)

    assert there
    assert not journal.answers()
    engine.dispose()


def test_errors_show_no_values(engine: Engine) -> None:
    """A database error, which ends up in a log, does not repeat what was being stored."""
    with pytest.raises(DBAPIError) as failed, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "+525512345678"})

    assert "5512345678" not in str(failed.value)
