"""The page at /try in a real browser, as a visitor uses it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.service.conftest import Served, Words
from tests.service.running import ROOT

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
#: As root there is no sandbox, and a browser under test calls nobody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "var" / "screenshots"
#: The smallest screen that people with old telephones have.
SMALL = {"width": 360, "height": 640}
PATIENCE = 30_000
FEES = "us-asylum-fees"

Visit = Callable[..., Page]


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


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """A new visitor on the page; keywords are those of a browser context."""
    contexts: list[BrowserContext] = []

    def visited(**options: object) -> Page:
        context = browser.new_context(**{"locale": "es-GT", "viewport": SMALL, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{served.rumbo.url}/try")
        return page

    yield visited
    for context in contexts:
        context.close()


def theirs(page: Page) -> Locator:
    return page.locator(".bubble.theirs")


def ask(page: Page, question: str) -> None:
    """With the keyboard alone: the cursor waits in the field, Enter sends."""
    page.keyboard.type(question)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.parametrize(("tag", "locale"), [("es", "es-GT"), ("en", "en-US")])
def test_page_answers_in_the_visitors_language(visit: Visit, words: Words, tag: str, locale: str) -> None:
    """A question typed and sent with the keyboard alone is answered on a small screen, with its cost shown."""
    page = visit(locale=locale)

    ask(page, words.question(FEES, tag))
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)

    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(theirs(page).last).to_contain_text(words.answer(FEES, tag))
    expect(theirs(page).last.locator("footer")).to_contain_text("GSM-7")
    expect(page.locator("#text")).to_be_focused()
    assert fits(page)
    picture(page, f"sms-{tag}")


def test_page_shows_whatsapp_as_it_would_arrive(visit: Visit, words: Words) -> None:
    """Choosing WhatsApp gives a new phone, on which one reads every accent and a heading."""
    page = visit(viewport={"width": 1024, "height": 768})
    ask(page, words.question(FEES, "es"))
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)

    page.get_by_role("button", name="WhatsApp").click()
    expect(page.locator(".phone.whatsapp")).to_be_visible()
    emptied = theirs(page).count()
    ask(page, words.question(FEES, "es"))
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)

    assert emptied == 0
    expect(theirs(page).first).to_contain_text("información")
    expect(theirs(page).last.locator("strong")).to_have_text(words.library.articles[FEES].words["es"].title)
    picture(page, "whatsapp-es")


def test_page_works_without_javascript(visit: Visit, words: Words) -> None:
    """Plain forms do the same: ask, choose WhatsApp, change the page's language."""
    page = visit(java_script_enabled=False)

    page.locator("#text").fill(words.question(FEES, "es"))
    page.get_by_role("button", name=words.phrases.say("try_send", "es")).click()
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)
    picture(page, "without-javascript")
    page.get_by_role("link", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(theirs(page).last).to_contain_text("I-589")


def test_page_shows_the_question_and_where_its_answer_begins(visit: Visit, words: Words) -> None:
    """On a small screen the phone is whole, and after an answer the question and its first line are in view."""
    page = visit()

    for _ in range(2):
        before = theirs(page).count()
        ask(page, words.question(FEES, "es"))
        expect(theirs(page)).to_have_count(before + 1, timeout=PATIENCE)

    expect(page.locator("#last")).to_be_in_viewport()
    expect(page.locator("#compose button")).to_be_in_viewport(ratio=1)
    picture(page, "second-question")


def test_page_starts_again_as_a_new_person(visit: Visit, words: Words) -> None:
    """The button empties the phone and keeps its channel."""
    page = visit()
    page.get_by_role("button", name="WhatsApp").click()
    expect(page.locator(".phone.whatsapp")).to_be_visible()
    ask(page, "gracias")
    expect(theirs(page)).to_have_count(1, timeout=PATIENCE)

    page.get_by_role("button", name=words.phrases.say("try_new_person", "es")).click()

    expect(theirs(page)).to_have_count(0)
    expect(page.locator(".phone.whatsapp")).to_be_visible()


def test_page_keeps_the_conversation_of_a_visitor(visit: Visit, words: Words) -> None:
    """After a reload the bubbles are still there; another visitor sees none of them."""
    page = visit()
    ask(page, words.question(FEES, "es"))
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)

    page.reload()
    expect(theirs(page).last).to_contain_text("I-589")

    assert theirs(visit()).count() == 0


@pytest.mark.parametrize("width", [320, 360, 1024])
def test_page_is_accessible(visit: Visit, words: Words, width: int) -> None:
    """axe-core finds nothing serious, on an empty phone and in a conversation, and nothing is cut off sideways."""
    page = visit(viewport={"width": width, "height": 640}, bypass_csp=True)
    page.add_script_tag(path=AXE)

    empty = violations(page)
    picture(page, f"empty-{width}")
    ask(page, words.question(FEES, "es"))
    expect(theirs(page).last).to_contain_text("I-589", timeout=PATIENCE)
    talking = violations(page)

    assert empty == []
    assert talking == []
    assert fits(page)


def violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with where it is."""
    found = page.evaluate("axe.run()")
    return [
        f"{each['id']}: {each['help']} ({', '.join(str(node['target']) for node in each['nodes'])})"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
