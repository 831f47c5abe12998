"""`rumbo serve` without Twilio, as somebody tries it for the first time: the account that it prints opens /console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.running import Rumbo

PRINTED = re.compile(r"demo account .* name (\S+), password (\S+)")
MARK = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@pytest.fixture
def simulator(trained: None, tmp_path: Path) -> Iterator[Rumbo]:
    """A service of its own, since who has Twilio's settings gets no such account."""
    rumbo = Rumbo(
        database_url=f"sqlite:///{tmp_path}/rumbo.sqlite",
        settings={"DATA_KEY": "0123456789abcdef-demo-0123456789abcdef"},
        log=tmp_path / "log.txt",
    )
    try:
        # Signing in needs no model: the pages answer as soon as the service does.
        rumbo.start(degraded=True)
        yield rumbo
    finally:
        rumbo.stop()


def test_printed_account_opens_the_console(simulator: Rumbo) -> None:
    """What stands on the screen is the right name and password, and may see everything; another password may not."""
    printed = PRINTED.search(simulator.output())
    assert printed is not None
    with httpx.Client(base_url=simulator.url, follow_redirects=True, timeout=30) as browser:
        refused = signed_in(browser, printed[1], f"{printed[2]}x")
        admitted = signed_in(browser, printed[1], printed[2])
        log = browser.get("/console/log")

    assert refused.status_code == 401
    assert admitted.url.path == "/console/now"
    assert f'class="account">{printed[1]}<' in admitted.text
    assert log.status_code == 200


def signed_in(browser: httpx.Client, name: str, password: str) -> httpx.Response:
    mark = MARK.search(browser.get("/console/sign-in").text)
    assert mark is not None
    return browser.post("/console/sign-in", data={"name": name, "password": password, "csrf": mark[1]})
