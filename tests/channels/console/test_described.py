"""Whatever a signed-in browser sends to the console: an answer, and never a fault of ours."""

from __future__ import annotations

import httpx
import pytest

from channels.console import csrf, sign_in
from channels.console.app import PAGES, rest
from channels.console.pages import router
from channels.console.roles import Role
from tests.channels.console.conftest import Backstage, Browse
from tests.fuzz.described import attack


def endless(path: str) -> bool:
    """News goes on until the browser leaves; signing out would end the attack."""
    return path.endswith("/news") or path == "/sign-out"


@pytest.mark.parametrize("role", [Role.ADMIN, None])
def test_every_described_page_answers(backstage: Backstage, browse: Browse, role: Role | None) -> None:
    """Every page and form, with values that fit and values that do not, as an administrator and as a stranger."""
    client = browse(role)
    mark = {csrf.HEADER: csrf.mark(client.cookies.get(backstage.console.cookie, ""))} if role else {}

    def ask(*, url: str, headers: dict[str, str] | None = None, **request: object) -> httpx.Response:
        within = url.replace("http://testserver/", "http://testserver/console/", 1)
        return client.request(url=within, headers={**(headers or {}), **mark}, **request)  # type: ignore[arg-type]

    described = [router(backstage.console, (*PAGES, rest)), sign_in.router(backstage.console)]
    answered = attack(described, ask, examples=8, leave=endless)

    assert {name: statuses for name, statuses in answered.items() if max(statuses) >= 500} == {}
    assert len(answered) > 20
