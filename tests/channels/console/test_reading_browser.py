"""The reading pages in Chromium: on a phone and on a desk, with the keyboard, and for who cannot see them well."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from channels.bench.filling import fill
from channels.console import accounts, app
from channels.console.reading import Reading
from channels.console.roles import Role
from channels.console.visit import Console
from channels.content import Content
from channels.journal.connect import connect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.desk import Desk
from channels.journal.figures import Figures
from channels.journal.migrate import migrate
from channels.journal.unanswered import Unanswered
from channels.media import Links
from channels.settings import ROOT, Settings
from knowledge.folder import ARTICLES
from knowledge.testing import LetterEncoder
from knowledge.workshop.proposals import propose

from .conftest import PASSWORD

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
#: As root there is no sandbox, and a browser under test calls nobody.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "var" / "screenshots"
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 800}}
ADDRESSES = {
    "unanswered": "/unanswered",
    "proposals": "/proposals",
    "knowledge": "/knowledge",
    "article": "/knowledge/us-asylum-fees",
    "languages": "/languages",
    "figures": "/figures",
}
PATIENCE = 30_000
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    url: str
    reading: Reading


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The console with the real articles, after a month in which some hundreds of people wrote."""
    folder = tmp_path_factory.mktemp("console")
    (folder / "articles").symlink_to(ARTICLES)
    crypto, engine = Crypto(new_data_key()), connect(f"sqlite:///{folder}/journal.sqlite")
    migrate(engine)
    fill(engine, crypto, messages=2500, days=28, now=NOW, seed=7)
    desk = Desk(engine, crypto, lambda: NOW)
    desk.add_account("ana", Role.OPERATOR, password_hash=accounts.hash_of(PASSWORD))
    content = Content(Settings(knowledge_dir=folder / "articles"), LetterEncoder())
    reading = Reading(
        figures=Figures(engine, crypto, lambda: NOW),
        unanswered=Unanswered(engine, crypto, lambda: NOW),
        content=content,
        folder=folder / "articles",
        periods=(7, 28),
        now=lambda: NOW,
    )
    for days in reading.periods:
        reading.figures.count(days)
    wording = ("cuanto cobran por el permiso de trabajo", "cuanto vale sacar permiso para trabajar")
    propose(
        reading.proposals, article="us-asylum-work-permit", language="es", asked_as=wording, by="ana", on=NOW.date()
    )
    console = Console(
        desk=desk,
        conversations=Conversations(engine, crypto, lambda: NOW),
        wording=content.wording,
        send=nothing,
        erase=nothing,
        link_to=Links(new_data_key()).to,
        reading=reading,
    )
    with serving(console) as url:
        yield Site(url=url, reading=reading)
    engine.dispose()


async def nothing(_: object) -> None:
    """Nobody is written to, and nobody erased."""


class serving:  # noqa: N801 - used as a function
    def __init__(self, console: Console) -> None:
        from fastapi import FastAPI  # noqa: PLC0415

        outer = FastAPI()
        outer.mount("/console", app.create(console))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(uvicorn.Config(outer, log_level="warning", lifespan="off"))
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/console"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For this module alone: while it is open, its own event loop keeps asynchronous tests from running."""
    missing = [str(path) for path in (CHROMIUM, AXE) if not path.exists()]
    if missing:
        reason = f"{' and '.join(missing)} missing: apt-get install chromium, make setup"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


SignedIn = Callable[..., Page]


@pytest.fixture
def signed_in(browser: Browser, site: Site) -> Iterator[SignedIn]:
    """A page on which an operator is signed in."""
    contexts = []

    def signing_in(size: str = "desk", locale: str = "en", **options: object) -> Page:
        context = browser.new_context(viewport=SIZES[size], locale=locale, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{site.url}/sign-in?next=/console/figures")
        page.locator("#name").fill("ana")
        page.locator("#password").fill(PASSWORD)
        page.locator("button.main").click()
        page.wait_for_url("**/figures")
        return page

    yield signing_in
    for context in contexts:
        context.close()


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("name", list(ADDRESSES))
@pytest.mark.parametrize("size", list(SIZES))
def test_page_is_for_everybody(signed_in: SignedIn, site: Site, name: str, size: str) -> None:
    """No wider than the screen, nothing that axe calls serious, no error in the browser; in Spanish on the phone."""
    page = signed_in(size, "es-GT" if size == "phone" else "en-US")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.goto(f"{site.url}{ADDRESSES[name]}")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"console-{name}-{size}.png", full_page=True)
    page.screenshot(path=SCREENSHOTS / f"console-{name}-{size}-first.png")

    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert serious(page) == []
    assert errors == []


def test_wording_is_proposed_with_the_keyboard(signed_in: SignedIn, site: Site) -> None:
    """From the biggest group to a file beside the articles, without a mouse."""
    page = signed_in()
    page.goto(f"{site.url}/unanswered")
    page.locator(".group .button.main").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/propose**")
    page.locator("#wordings").fill("como le hago para entrar")
    page.locator("#wordings").press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals**")

    assert "como le hago para entrar" in page.locator("main").inner_text()
    assert any("como le hago para entrar" in file.read_text() for file in site.reading.proposals.glob("*.yaml"))


def test_pages_work_without_scripts(signed_in: SignedIn, site: Site) -> None:
    """Filters, periods and tables are plain links and forms."""
    page = signed_in(java_script_enabled=False)
    page.get_by_role("link", name="7 days").click()
    week = page.locator("h1").inner_text()
    page.goto(f"{site.url}/unanswered")
    page.locator("#speaks").select_option("en")
    page.locator(".filters button").click()

    assert week == "Figures"
    assert "speaks=en" in page.url
    assert page.locator(".group").count() > 0
