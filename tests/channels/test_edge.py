"""Limits and headers around an application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Form, Request
from fastapi.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from channels.edge import HEADERS, WithBodyLimit, WithHeaders
from channels.settings import Settings

SMALL = 1000


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()

    @app.post("/form")
    async def form(text: str = Form("")) -> int:
        return len(text)

    @app.post("/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    @app.get("/who")
    async def who(request: Request) -> str:
        return request.client.host if request.client else ""

    app.add_middleware(WithBodyLimit, limit=SMALL)
    app.add_middleware(WithHeaders, https_only=True)
    return TestClient(app)


def chunks() -> Iterator[bytes]:
    for _ in range(50):
        yield b"x" * 100


@pytest.mark.parametrize("path", ["/form", "/raw"])
def test_body_that_is_told_or_read_too_large_is_refused(client: TestClient, path: str) -> None:
    """A large body is 413 whether its length is told or not; a small one goes through."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert client.post(path, content=b"text=" + b"x" * 5000, headers=form).status_code == 413
    assert client.post(path, content=chunks(), headers=form).status_code == 413
    assert client.post(path, content=b"text=hola", headers=form).status_code == 200


def test_every_answer_has_the_headers(client: TestClient) -> None:
    """Pages, refusals and what is not there alike."""
    for response in (client.post("/raw"), client.post("/raw", content=b"x" * 5000), client.get("/nothing")):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert "max-age" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(("trusted", "seen"), [("10.0.0.0/8", "203.0.113.9"), ("192.0.2.1", "10.1.2.3")])
def test_caller_is_believed_from_trusted_proxies_alone(client: TestClient, trusted: str, seen: str) -> None:
    """X-Forwarded-For says who calls only where a configured proxy says it; uvicorn does it as `rumbo serve` asks."""
    proxied = TestClient(ProxyHeadersMiddleware(client.app, trusted_hosts=trusted), client=("10.1.2.3", 5000))

    assert proxied.get("/who", headers={"X-Forwarded-For": "203.0.113.9"}).json() == seen


@pytest.mark.parametrize("value", ["*", "proxy.example.org", "10.0.0.0/99"])
def test_trusted_proxies_are_addresses(value: str) -> None:
    """Everybody, or a name that somebody else may answer for, is refused."""
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=value)
