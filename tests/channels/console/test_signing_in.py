from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from channels.console import accounts, app, csrf
from channels.console.accounts import NameTakenError, PasswordTooShortError
from channels.console.roles import Role
from channels.console.sign_in import safe

from .conftest import PASSWORD, Backstage, Browse, mark_of, quick_hash, sign_in

LOG = "/console/log"


def test_signing_in_and_out(browse: Browse, backstage: Backstage) -> None:
    """With the right password one is in, sees one's name, and after signing out is out; the log has both."""
    client = browse(Role.ADMIN)
    inside = client.get(LOG)
    out = client.post("/console/sign-out", data={"csrf": mark_of(client, LOG)})

    assert inside.status_code == 200
    assert 'class="account">admin<' in inside.text
    assert out.headers["location"] == "/console/sign-in"
    assert client.get(LOG).status_code == 303
    assert [each.action for each in backstage.desk.log()] == ["sign_out", "sign_in"]


def test_session_is_ended_at_the_server(browse: Browse, backstage: Backstage) -> None:
    """A stolen cookie is worth nothing after signing out."""
    client, thief = browse(Role.ADMIN), browse(None)
    thief.cookies.set("rumbo_console", client.cookies["rumbo_console"])
    before = thief.get(LOG).status_code
    client.post("/console/sign-out", data={"csrf": mark_of(client, LOG)})

    assert before == 200
    assert thief.get(LOG).status_code == 303


@pytest.mark.parametrize(("steps", "hours"), [(1, 2.1), (13, 1)])
def test_session_ends_by_itself(browse: Browse, backstage: Backstage, steps: int, hours: float) -> None:
    """Unused for two hours, or used all day long: one has to sign in again."""
    client = browse(Role.ADMIN)
    statuses = []
    for _ in range(steps):
        backstage.clock.forward(hours=hours)
        statuses.append(client.get(LOG).status_code)

    assert statuses == [200] * (steps - 1) + [303]


def test_wrong_passwords_are_few(browse: Browse) -> None:
    """After eight wrong tries even the right password has to wait; the answer is the same for names nobody has."""
    browse(Role.VIEWER)
    client = browse(None)
    unknown = sign_in(client, "nobody", PASSWORD)
    tries = [sign_in(client, "viewer", "wrong") for _ in range(8)]

    assert unknown == 401
    assert tries == [401] * 8
    assert sign_in(client, "viewer", PASSWORD) == 429


def test_disabled_account_is_out_at_once(browse: Browse, backstage: Backstage) -> None:
    """Its sessions end, and no new one begins."""
    client = browse(Role.ADMIN)
    backstage.desk.disable("admin")

    assert client.get(LOG).status_code == 303
    assert sign_in(client, "admin", PASSWORD) == 401


def test_other_role_counts_at_once(browse: Browse, backstage: Backstage) -> None:
    """Who is made a viewer has to sign in again, as a viewer."""
    client = browse(Role.ADMIN)
    backstage.desk.set_role("admin", Role.VIEWER)
    signed_out = client.get(LOG).status_code
    sign_in(client, "admin", PASSWORD)

    assert signed_out == 303
    assert client.get(LOG).status_code == 403


def test_cookies_and_headers_protect(backstage: Backstage) -> None:
    """Behind https: cookies that scripts, other sites and plain http do not get; pages run nothing but our files."""
    site = FastAPI()
    site.mount("/console", app.create(replace(backstage.console, secure=True)))
    backstage.desk.add_account("ana", Role.ADMIN, password_hash=quick_hash())
    client = TestClient(site, base_url="https://testserver", follow_redirects=False)
    form = {"name": "Ana ", "password": PASSWORD, "csrf": mark_of(client, "/console/sign-in")}
    answer = client.post("/console/sign-in", data=form)
    cookie = answer.headers["set-cookie"]
    page = client.get(LOG)
    language = client.get(f"{LOG}?lang=en").headers["set-cookie"]

    assert language.startswith("rumbo_console_lang=en;")
    assert {"HttpOnly", "Secure"} <= {part.strip() for part in language.split(";")}
    assert cookie.startswith("__Host-rumbo-console=")
    assert {"HttpOnly", "Secure", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "samesite=lax" in cookie.lower()
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["strict-transport-security"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in page.text
    assert "<script>" not in page.text


def test_page_leads_back_to_where_one_wanted_to_go(browse: Browse) -> None:
    """A link in an alarm still works when one has to sign in first."""
    browse(Role.ADMIN)
    client = browse(None)
    away = client.get(f"{LOG}?before=x_1").headers["location"]
    form = {"name": "admin", "password": PASSWORD, "next": f"{LOG}?before=x_1", "csrf": mark_of(client, away)}

    assert away == "/console/sign-in?next=%2Fconsole%2Flog%3Fbefore%3Dx_1"
    assert client.post("/console/sign-in", data=form).headers["location"] == f"{LOG}?before=x_1"


@pytest.mark.parametrize("where", ["https://elsewhere.example", "//elsewhere.example", "/console//x", "/try", ""])
def test_nobody_is_led_elsewhere(where: str) -> None:
    """After signing in one is at the console, whatever the address said."""
    assert safe(where) == "/console"


def test_mark_is_another_on_every_page() -> None:
    """So that its letters cannot be guessed from the length of compressed pages; each fits its own session alone."""
    one, other = csrf.mark("token"), csrf.mark("token")

    assert one != other
    assert csrf.fits("token", one)
    assert csrf.fits("token", other)
    assert not csrf.fits("another", one)


def test_demo_account_is_made_once(backstage: Backstage) -> None:
    """A service that knows nobody makes one; a second start makes none and shows no password."""
    password = accounts.demo(backstage.desk)

    assert password
    assert accounts.check(backstage.desk, accounts.DEMO, password)
    assert accounts.demo(backstage.desk) is None


def test_accounts_are_refused_with_a_sentence(backstage: Backstage) -> None:
    """Short passwords and names that are taken, however they are written."""
    accounts.add(backstage.desk, "Ana", Role.OPERATOR, PASSWORD)

    with pytest.raises(NameTakenError):
        accounts.add(backstage.desk, " ana", Role.OPERATOR, PASSWORD)
    with pytest.raises(PasswordTooShortError):
        accounts.add(backstage.desk, "eva", Role.OPERATOR, "short")


def test_page_speaks_both_languages(browse: Browse) -> None:
    """The language chosen once stays."""
    client = browse(Role.ADMIN)
    spanish = client.get(f"{LOG}?lang=es").text

    assert '<html lang="es">' in spanish
    assert '<html lang="es">' in client.get(LOG).text


def test_page_is_light(browse: Browse) -> None:
    """What a first visit loads over the wire, compressed: page, style and scripts together under 100 KB."""
    client = browse(Role.ADMIN)
    page = client.get(LOG)
    files = [part.partition('"')[0] for part in page.text.split('="')[1:] if part.startswith("/console/assets/")]

    def wire(address: str) -> int:
        with client.stream("GET", address) as answer:
            return sum(len(part) for part in answer.iter_raw())

    assert len(files) == 4
    assert sum(wire(file) for file in files) + wire(LOG) < 100_000
    assert wire(LOG) < 30_000
    assert "immutable" in client.get(files[0]).headers["cache-control"]
