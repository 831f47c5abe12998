"""The console on a database of its own, without a gateway behind it, and somebody of each role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from channels.app import WithHeaders
from channels.console import accounts, app
from channels.console.roles import Role
from channels.console.visit import Console
from channels.journal.connect import connect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.desk import Desk
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.records import DueLetter
from channels.render import Wording
from tests.channels.journal.conftest import Clock

PASSWORD = "four words not alike"
MARK = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass(slots=True, kw_only=True)
class Backstage:
    """What is behind the console under test."""

    desk: Desk
    journal: Journal
    conversations: Conversations
    console: Console
    clock: Clock
    #: Bubbles handed over to be sent, people erased.
    sent: list[DueLetter]
    erased: list[str]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path}/journal.sqlite")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def backstage(engine: Engine, wording: Wording) -> Backstage:
    clock, crypto = Clock(), Crypto(new_data_key())
    desk = Desk(engine, crypto, clock)
    journal = Journal(engine, crypto, clock)
    conversations = Conversations(engine, crypto, clock)
    sent: list[DueLetter] = []
    erased: list[str] = []

    async def send(letters: Sequence[DueLetter]) -> None:
        sent.extend(letters)

    async def erase(person: str) -> None:
        erased.append(person)
        journal.erase_person(person)

    console = Console(desk=desk, conversations=conversations, wording=lambda: wording, send=send, erase=erase)
    return Backstage(
        desk=desk,
        journal=journal,
        conversations=conversations,
        console=console,
        clock=clock,
        sent=sent,
        erased=erased,
    )


Browse = Callable[[Role | None], TestClient]


@pytest.fixture
def browse(backstage: Backstage) -> Browse:
    """A browser in which somebody of this role is signed in, or nobody."""
    site = FastAPI()
    site.add_middleware(WithHeaders)
    site.mount("/console", app.create(backstage.console))

    def browsing(role: Role | None) -> TestClient:
        client = TestClient(site, follow_redirects=False, headers={"Accept-Language": "en"})
        if role is not None:
            if backstage.desk.account(role) is None:
                hashed = quick_hash()
                backstage.desk.add_account(role, role, password_hash=hashed)
            sign_in(client, role, PASSWORD)
        return client

    return browsing


_hashed: list[str] = []


def quick_hash() -> str:
    """Argon2 is slow on purpose; once is enough."""
    if not _hashed:
        _hashed.append(accounts.hash_of(PASSWORD))
    return _hashed[0]


def mark_of(client: TestClient, path: str) -> str:
    """The mark in the first form of a page."""
    found = MARK.search(client.get(path).text)
    assert found, path
    return found[1]


def sign_in(client: TestClient, name: str, password: str) -> int:
    form = {"name": name, "password": password, "csrf": mark_of(client, "/console/sign-in")}
    return client.post("/console/sign-in", data=form).status_code
