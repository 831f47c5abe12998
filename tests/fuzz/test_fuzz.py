"""A short run of what `make fuzz` does at length."""

from __future__ import annotations

import random
import time
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from channels import health, media
from channels.edge import WithBodyLimit, WithHeaders
from channels.simulator import page
from locales.languages import Register
from locales.phrases import Phrases
from tests.fuzz.__main__ import attempt, fuzz
from tests.fuzz.coverage import Chances, repeat
from tests.fuzz.described import attack
from tests.fuzz.targets import LINKS, TARGETS, Target, webhook_router


def test_hostile_inputs_break_nothing() -> None:
    """Some hundred of every kind: no crash, no answer 500, none that keeps the processor for seconds."""
    tried = list(fuzz(800, seed=7))

    assert [failure for each in tried for failure in each.failures] == []
    assert sum(each.inputs for each in tried) >= 800
    assert {each.target for each in tried} == {each.name for each in TARGETS}


def test_fuzzing_notices() -> None:
    """What raises is a failure with its seed, and the same seed makes the same input."""
    seen: list[float] = []

    def fail(rng: random.Random) -> None:
        seen.append(rng.random())
        raise ZeroDivisionError

    target = Target(name="x", run=fail, share=1)

    assert "seed 3: " in attempt(target, "3")[1]
    assert "ZeroDivisionError" in attempt(target, "3")[1]
    assert len(set(seen)) == 1


def test_what_a_target_needs_is_made_before_its_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the dialogue takes longer than an input may: that is no failure of the first input."""
    monkeypatch.setattr("tests.fuzz.__main__.SLOW", 0.05)
    made: list[float] = []

    def make() -> None:
        began = time.process_time()
        while time.process_time() - began < 0.2:
            pass
        made.append(began)

    target = Target(name="x", run=lambda _rng: made[0], share=1, ready=make)  # type: ignore[arg-type,return-value]

    assert [each.failures for each in fuzz(1, 0, (target,))] == [()]


def test_chances_are_read_from_bytes() -> None:
    """A byte decides a choice, bytes are handed on as they are; with none left the chances go on, always alike."""
    assert Chances(b"\x02").choice("abcd") == "c"
    assert Chances("\u02bc".encode()).randbytes(2) == "\u02bc".encode()
    assert [Chances(b"").random() for _ in range(3)] == [Chances(b"").random()] * 3
    assert all(Chances(bytes(size)).randrange(100) < 100 for size in range(4))


@pytest.mark.parametrize("data", [b"", b"\x00" * 2048, b"\xff" * 2048, bytes(range(256)) * 8], ids=len)
def test_every_target_holds_for_bytes_too(data: bytes) -> None:
    """What atheris begins with: nothing, one thing again and again, everything once."""
    for target in TARGETS:
        target.run(Chances(data))


def test_a_file_that_was_found_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder says which target it was, the bytes what it was given."""

    def fail(rng: random.Random) -> None:
        raise ZeroDivisionError(rng.randbytes(2))

    monkeypatch.setattr("tests.fuzz.targets.TARGETS", (Target(name="x", run=fail, share=1),))
    found = tmp_path / "x" / "crash-1"
    found.parent.mkdir()
    found.write_bytes(b"ab")

    with pytest.raises(ZeroDivisionError, match="b'ab'"):
        repeat(found)


def routers() -> list[APIRouter]:
    async def receive(_message: object) -> None: ...

    async def settled(_sid: str, _patience: float) -> bool:
        return True

    async def conversation(_sender: str) -> list[page.Bubble]:
        return [page.Bubble(text="<b>*hola*</b>", mine=True)]

    simulated = page.Simulated(
        receive=receive,
        settled=settled,
        conversation=conversation,
        phrases=Phrases.load(),
        register=Register.load(),
    )
    return [health.router, webhook_router(), page.router(simulated), media.router(LINKS, lambda _media: None)]


def test_every_described_address_answers() -> None:
    """Whatever schemathesis makes of the description: never a fault of ours."""
    described = routers()
    app = FastAPI()
    for each in described:
        app.include_router(each)
    app.add_middleware(WithBodyLimit)
    app.add_middleware(WithHeaders)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)

    answered = attack(described, asking(client), examples=25)

    starting = {"GET /readyz": [503]}
    assert {name: statuses for name, statuses in answered.items() if max(statuses) >= 500} == starting
    assert {"POST /webhooks/twilio", "POST /try/messages", "GET /metrics", "GET /media/{seal}"} <= set(answered)


def asking(client: TestClient):  # type: ignore[no-untyped-def]
    def ask(**request: object) -> httpx.Response:
        return client.request(**request)  # type: ignore[arg-type]

    return ask


@pytest.mark.parametrize("seal", ["../../etc/passwd", "..%2f..%2f.env", "%00", "a" * 5000, "é", "gAAAAA=="])
def test_media_links_that_are_not_ours_lead_nowhere(seal: str) -> None:
    """No part of an address is a path; each of these is a plain 404."""
    app = FastAPI()
    app.include_router(media.router(LINKS, lambda _media: b"secret"))

    assert TestClient(app).get(f"/media/{seal}").status_code == 404
