from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from channels.journal.desk_schema import Base
from channels.journal.errors import DatabaseTooNew
from channels.journal.migrate import migrate


def test_migrations_make_exactly_the_schema(empty_engine: Engine) -> None:
    """After migrating, Alembic finds no difference between the database and the schema in the code."""
    migrate(empty_engine)

    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    assert set(Base.metadata.tables) <= set(inspect(empty_engine).get_table_names())


def test_migrations_keep_what_is_there_when_run_again(engine: Engine) -> None:
    """A second start changes nothing."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO forgotten (mark, forgotten_at) VALUES ('m', '2026-01-01 00:00:00')"))

    migrate(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT mark FROM forgotten")).scalars().all() == ["m"]


def test_migrations_of_two_starting_processes_wait_for_each_other(empty_engine: Engine) -> None:
    """Two starts at the same moment both end with the schema in place."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(migrate, empty_engine) for _ in range(2)]:
            done.result()

    assert "inbound" in inspect(empty_engine).get_table_names()


def test_migrate_refuses_a_database_of_a_later_version(engine: Engine) -> None:
    """An older program does not touch what a newer one wrote."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseTooNew):
        migrate(engine)


def test_references_are_checked_after_migrating(engine: Engine) -> None:
    """A row without its person is refused."""
    row = "INSERT INTO trackers VALUES ('nobody', :state, 'SM1', '2026-01-01 00:00:00')"

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(row), {"state": b"x"})
