"""The console on a database of its own, without a gateway behind it, and somebody of each role."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from channels.console import accounts, app
from channels.console.reading import Reading
from channels.console.roles import Role
from channels.console.visit import Console
from channels.content import Content
from channels.edge import WithHeaders
from channels.journal.connect import connect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.desk import Desk
from channels.journal.figures import Figures
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.records import DueLetter
from channels.journal.unanswered import Unanswered
from channels.media import Links
from channels.settings import Settings
from knowledge.sample_articles import write_library
from knowledge.testing import LetterEncoder
from tests.channels.journal.conftest import Clock

#: In the list of real slugs, since a service knows no other.
ARTICLES = ("us-asylum-fees", "mx-refugee-comar", "us-asylum-deadlines", "gt-asylum", "hn-asylum")
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
    figures: Figures
    #: The folder of articles behind the pages.
    articles: Path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path}/journal.sqlite")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Content]:
    """Some articles in a folder, in service with a search that needs no model."""
    folder = write_library(tmp_path_factory.mktemp("knowledge") / "articles", ARTICLES)
    return folder, Content(Settings(knowledge_dir=folder), LetterEncoder())


@pytest.fixture
def backstage(engine: Engine, library: tuple[Path, Content]) -> Backstage:
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

    folder, content = library
    shutil.rmtree(folder.parent / "proposals", ignore_errors=True)
    reading = Reading(
        figures=Figures(engine, crypto, clock),
        unanswered=Unanswered(engine, crypto, clock),
        content=content,
        folder=folder,
        periods=(7, 28),
        now=clock,
    )
    console = Console(
        desk=desk,
        conversations=conversations,
        wording=content.wording,
        send=send,
        erase=erase,
        link_to=Links(new_data_key()).to,
        reading=reading,
    )
    return Backstage(
        desk=desk,
        journal=journal,
        conversations=conversations,
        console=console,
        clock=clock,
        sent=sent,
        erased=erased,
        figures=reading.figures,
        articles=folder,
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
