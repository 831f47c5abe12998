"""A real PostgreSQL server for the tests: Debian's programs, a temporary folder, a unix socket, no durability.

Without the programs the tests that need them are skipped, saying so; under CI they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.bench import databases
from channels.bench.databases import INSTALLED, PostgresServer
from channels.bench.errors import BenchError

__all__ = ["PostgresServer", "find_programs"]

#: Nothing here has to survive a crash; that makes it several times quicker.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=64MB",
)


def find_programs(installed: Path = INSTALLED) -> Path:
    try:
        return databases.find_programs(installed)
    except BenchError as missing:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    find_programs()
    with databases.postgres_server(settings=SETTINGS) as server:
        yield server


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
