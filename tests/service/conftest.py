"""One running service for each kind of database, shared by the tests that leave it as they found it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.train import train
from channels.bench.twilio_stub import TwilioStub, running_stub
from channels.segments import fold
from knowledge.folder import ARTICLES
from knowledge.library import Library
from locales.languages import Register
from locales.phrases import Phrases
from tests.postgres import PostgresServer
from tests.prism import prism
from tests.service.phone import Phone
from tests.service.running import Rumbo, with_twilio

__all__ = ["prism"]

SQLITE, POSTGRES = "sqlite", "postgres"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service with what is around it."""

    rumbo: Rumbo
    twilio: TwilioStub
    #: A copy of the articles, for this service alone.
    articles: Path
    #: Every byte that the databases hold as plain data, a backup of them.
    stored: Callable[[], str]

    def phone(self, *, whatsapp: bool = False) -> Phone:
        return Phone(rumbo=self.rumbo, twilio=self.twilio, whatsapp=whatsapp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is to be heard, from the same catalogs and articles, folded as SMS is."""

    library: Library
    phrases: Phrases

    def say(self, key: str, tag: str, **params: str) -> str:
        return fold(self.phrases.say(key, tag, **params), Register.load().get(tag).fold)

    def question(self, slug: str, tag: str) -> str:
        """One that this article answers for certain, since it is listed there."""
        return self.library.articles[slug].words[tag].asked_as[0]

    def answer(self, slug: str, tag: str) -> str:
        article = self.library.articles[slug]
        return fold(article.words[tag].parts(article)[0], Register.load().get(tag).fold)


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(library=Library.load(ARTICLES), phrases=Phrases.load())


@pytest.fixture(scope="session")
def trained() -> None:
    """So that no service trains while a test waits for it."""
    train()


Serving = Callable[[str], Served]


@pytest.fixture(scope="session")
def serving(
    trained: None, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Serving]:
    """The service on this kind of database, started when it is first asked for."""
    running: dict[str, Served] = {}
    with ExitStack() as ending:

        def served(kind: str) -> Served:
            if kind not in running:
                folder = tmp_path_factory.mktemp(f"served-{kind}")
                articles = folder / "articles"
                shutil.copytree(ARTICLES, articles)
                twilio = ending.enter_context(running_stub())
                url, stored = database(kind, folder, request)
                rumbo = Rumbo(
                    database_url=url,
                    settings={**with_twilio(twilio.url), "SIMULATOR": "true", "KNOWLEDGE_DIR": str(articles)},
                    log=folder / "log.txt",
                )
                ending.callback(rumbo.stop)
                rumbo.start()
                running[kind] = Served(rumbo=rumbo, twilio=twilio, articles=articles, stored=stored)
            return running[kind]

        yield served


def database(kind: str, folder: Path, request: pytest.FixtureRequest) -> tuple[str, Callable[[], str]]:
    """The address of a new database, and a way to see all that it holds."""
    if kind == SQLITE:
        return f"sqlite:///{folder}/rumbo.sqlite", lambda: _bytes_of(folder)
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.new_database()
    return server.url(name), lambda: server.dump(name).decode()


def _bytes_of(folder: Path) -> str:
    """The files themselves: what is deleted must be overwritten too. SQLite's journals come and go meanwhile."""
    found = []
    for file in sorted(folder.glob("rumbo*")):
        with suppress(FileNotFoundError):
            found.append(file.read_bytes().decode("latin-1"))
    return "".join(found)


@pytest.fixture
def served(serving: Serving) -> Served:
    """The service on SQLite."""
    return serving(SQLITE)


@pytest.fixture(params=[SQLITE, pytest.param(POSTGRES, marks=pytest.mark.postgres)])
def on_each(request: pytest.FixtureRequest, serving: Serving) -> Served:
    """The service on SQLite and on PostgreSQL, one after the other."""
    return serving(request.param)
