"""The console in a real browser beside the simulator, as an operator uses it; makes the pictures of the guide."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.service.conftest import Served, Words
from tests.service.running import ROOT
from tests.service.test_simulator import AXE, CHROMIUM, FLAGS, PATIENCE, SMALL, ask, fits, theirs, violations

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PASSWORD = "four words not alike"
PICTURES = ROOT / "docs" / "pictures"
#: Read before the tests' own surroundings are cleaned.
RENEW = bool(os.environ.get("CONSOLE_PICTURES"))
#: The promise: what somebody writes is on the operator's page within two seconds; machines of tests are shared.
NEWS = float(os.environ.get("CONSOLE_NEWS_SECONDS", "6"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    missing = [str(path) for path in (CHROMIUM, AXE) if not path.exists()]
    if missing:
        reason = f"{' and '.join(missing)} missing: apt-get install chromium, make setup"
        pytest.fail(reason) if os.environ.get("CI", "").lower() == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


def opened(browser: Browser, contexts: list[BrowserContext], **options: object) -> Page:
    context = browser.new_context(**{"locale": "es-GT", "viewport": SMALL, **options})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    contexts.append(context)
    return context.new_page()


def sign_in(page: Page, served: Served, name: str, role: str = "operator") -> None:
    """With an account made by the command that people use."""
    if name not in served.rumbo.command("console", "users"):
        served.rumbo.settings["RUMBO_NEW_PASSWORD"] = PASSWORD
        served.rumbo.command("console", "add-user", name, "--role", role)
    page.goto(f"{served.rumbo.url}/console")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/now")


def picture(page: Page, name: str) -> None:
    """Taken into the guide by whoever renews it (CONSOLE_PICTURES=1); else beside the other screenshots."""
    folder = PICTURES if RENEW else ROOT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"console-{name}.png")


def test_conversation_is_seen_taken_answered_and_handed_back(
    browser: Browser, contexts: list[BrowserContext], served: Served, words: Words
) -> None:
    """What is shown to whoever tries it: from /try to the console and back, without anybody loading a page again."""
    desk, phone = opened(browser, contexts, viewport=WIDE), opened(browser, contexts)
    sign_in(desk, served, "ana")
    phone.goto(f"{served.rumbo.url}/try")
    ask(phone, "quiero pedir asilo en mexico, soy de honduras")
    expect(theirs(phone)).to_have_count(1, timeout=PATIENCE)
    answered = time.monotonic()
    line = desk.locator(".line", has_text="soy de honduras")
    expect(line).to_be_visible(timeout=NEWS * 1000)
    seen_after = time.monotonic() - answered

    line.locator("a").click()
    desk.get_by_role("button", name="Atender").click()
    expect(theirs(phone)).to_have_count(2, timeout=PATIENCE)
    expect(theirs(phone).last).to_contain_text("Una persona de nuestro equipo")
    desk.locator("#text").press_sequentially("Hola, soy Ana. ¿En qué ciudad está?")
    expect(desk.locator("#count")).to_contain_text("1 segmento SMS")
    picture(desk, "reply-1280")
    desk.get_by_role("button", name="Enviar").click()
    expect(theirs(phone).last).to_contain_text("soy Ana", timeout=PATIENCE)

    ask(phone, "gracias, le cuento")
    expect(desk.locator(".bubble.in", has_text="le cuento")).to_contain_text("para responder", timeout=PATIENCE)
    silent = theirs(phone).count()
    desk.get_by_role("button", name="Devolver al servicio").click()
    expect(theirs(phone).last).to_contain_text("Vuelven las respuestas", timeout=PATIENCE)

    assert silent == 3
    assert seen_after < NEWS
    print(f"on the operator's page after {seen_after:.1f} s")


def test_two_operators_do_not_both_get_it(browser: Browser, contexts: list[BrowserContext], served: Served) -> None:
    """Both look at the same page; who presses second is told who has it."""
    ana, eva, phone = (opened(browser, contexts) for _ in range(3))
    sign_in(ana, served, "ana")
    sign_in(eva, served, "eva")
    phone.goto(f"{served.rumbo.url}/try")
    ask(phone, "quiero hablar con una persona por favor ya")
    expect(theirs(phone)).to_have_count(1, timeout=PATIENCE)
    ana.goto(f"{served.rumbo.url}/console/handoffs")
    address = ana.get_by_role("row", name="por favor ya").get_by_role("link").get_attribute("href")
    picture(ana, "handoffs-360")
    eva.route("**/news*", lambda route: route.abort())
    for page in (ana, eva):
        page.goto(f"{served.rumbo.url}{address}")
    ana.get_by_role("button", name="Atender").click()
    expect(ana.get_by_role("button", name="Enviar")).to_be_visible()
    eva.get_by_role("button", name="Atender").click()

    expect(eva.get_by_role("alert")).to_contain_text("Ahora atiende ana")


def test_operator_sees_the_town_that_was_texted(
    browser: Browser, contexts: list[BrowserContext], served: Served
) -> None:
    """From a telephone through Twilio to whoever looks for an interpreter."""
    phone, desk = served.phone(), opened(browser, contexts)
    for text, heard in (("hablo mam", "Mam"), ("PERSONA", "pueblo"), ("soy de San Juan Atitan", "Anotado: San Juan")):
        phone.text(text)
        phone.until_received(heard)
    sign_in(desk, served, "ana")
    desk.goto(f"{served.rumbo.url}/console/handoffs")
    row = desk.get_by_role("row", name="pueblo: San Juan Atitan")

    expect(row).to_contain_text("Mam")
    row.get_by_role("link").click()
    expect(desk.locator("#talk-title + p")).to_contain_text("pueblo: San Juan Atitan")


def test_operator_sees_the_card_as_the_person_got_it(
    browser: Browser, contexts: list[BrowserContext], served: Served
) -> None:
    """The picture itself, by a link for our own pages, which the policy of the page lets through."""
    phone, desk = served.phone(whatsapp=True), opened(browser, contexts)
    phone.text("", NumMedia="1", MediaContentType0="audio/ogg", MediaUrl0="https://api.twilio.com/x")
    phone.until_received("notas de voz")
    for text, heard in (("hablo mam", "Mam"), ("TARJETA", "I speak Mam")):
        phone.text(text)
        phone.until_received(heard)
    sign_in(desk, served, "ana")
    desk.locator(".line", has_text="TARJETA").first.locator("a").click()
    card = desk.get_by_role("img", name="Tarjeta para intérprete")

    expect(desk.locator(".bubble.in").first).to_contain_text("nota de voz")
    expect(card).to_have_js_property("naturalWidth", 1080)
    picture(desk, "card-360")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(
    browser: Browser, contexts: list[BrowserContext], served: Served, words: Words, width: int
) -> None:
    """axe-core finds nothing serious on any page; nothing is cut off sideways; nothing fails in the browser."""
    phone = opened(browser, contexts)
    phone.goto(f"{served.rumbo.url}/try")
    ask(phone, "me estan golpeando ahora ayuda")
    expect(theirs(phone)).to_have_count(1, timeout=PATIENCE)
    page = opened(browser, contexts, viewport={"width": width, "height": 800}, bypass_csp=True)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{served.rumbo.url}/console")
    found = {"sign-in": looked_at(page)}
    picture(page, f"sign-in-{width}")
    sign_in(page, served, "jefa", "admin")
    for name, path in (("now", "/now"), ("handoffs", "/handoffs"), ("log", "/log")):
        page.goto(f"{served.rumbo.url}/console{path}")
        found[name] = looked_at(page)
        picture(page, f"{name}-{width}")
    page.goto(f"{served.rumbo.url}/console/now")
    page.locator(".alarm .line a").first.click()
    page.get_by_role("button", name="Atender").click()
    for summary in page.locator("summary").all():
        summary.click()
    found["conversation"] = looked_at(page)
    picture(page, f"conversation-{width}")

    assert {name: each for name, each in found.items() if each} == {}
    assert failed == []


def looked_at(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    return violations(page) + ([] if fits(page) else ["cut off sideways"])


def test_console_works_without_javascript_and_by_keyboard(
    browser: Browser, contexts: list[BrowserContext], served: Served
) -> None:
    """Plain forms: find, take over, put an article in, send; with Tab and Enter alone."""
    phone = opened(browser, contexts)
    phone.goto(f"{served.rumbo.url}/try")
    ask(phone, "quiero hablar con un humano de verdad")
    expect(theirs(phone)).to_have_count(1, timeout=PATIENCE)
    page = opened(browser, contexts, java_script_enabled=False)
    sign_in(page, served, "ana")
    page.fill("#words", "humano verdad")
    page.keyboard.press("Enter")
    page.locator(".line a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Atender").focus()
    page.keyboard.press("Enter")
    page.fill("#canned", "us-asylum-fees")
    page.get_by_role("button", name="Insertar").press("Enter")
    expect(page.locator("#count")).to_contain_text("segmentos SMS")
    page.get_by_role("button", name="Enviar").press("Enter")

    expect(page.locator(".bubble.by-hand").last).to_contain_text("I-589")
    expect(theirs(phone).last).to_contain_text("I-589", timeout=PATIENCE)
