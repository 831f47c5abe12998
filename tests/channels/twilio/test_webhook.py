"""The two addresses that Twilio calls, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from channels.message import InboundMessage
from channels.sending import StatusUpdate
from channels.twilio.form import Form
from channels.twilio.verify import Verifier
from channels.twilio.webhook import IGNORED_HEADER, LARGEST_BODY, WebhookDeps, router
from tests.channels.twilio import payloads
from tests.twilio_signature import sign

PUBLIC = "https://rumbo.example.org"
PATH = "/webhooks/twilio"
FORM = "application/x-www-form-urlencoded"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = payloads.load("sms_text")


@dataclass
class Store:
    """What was stored; `broken` makes it fail as a database does, `slow` hang as one behind a dead line."""

    messages: dict[str, InboundMessage] = field(default_factory=dict)
    reports: list[StatusUpdate] = field(default_factory=list)
    broken: bool = False
    slow: bool = False

    async def receive(self, message: InboundMessage) -> None:
        self._fail_if_broken()
        if self.slow:
            await asyncio.sleep(60)
        self.messages.setdefault(message.sid, message)

    async def record_status(self, report: StatusUpdate) -> None:
        self._fail_if_broken()
        self.reports.append(report)

    def _fail_if_broken(self) -> None:
        if self.broken:
            raise RuntimeError(f"INSERT INTO messages VALUES ('{payloads.PERSON}')")

    @property
    def is_empty(self) -> bool:
        return not self.messages and not self.reports


@pytest.fixture
def store() -> Store:
    return Store()


def client(store: Store, **transport: object) -> httpx.AsyncClient:
    """Calls the application by its inner address, plain HTTP, as a proxy in front of it does."""
    deps = WebhookDeps(
        verifier=Verifier(public_url=PUBLIC, auth_tokens=("new", "old")),
        account_sid=payloads.ACCOUNT,
        receive=store.receive,
        record_status=store.record_status,
        now=lambda: NOON,
        patience=0.1,
    )
    app = FastAPI()
    app.include_router(router(deps))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, **transport), base_url="http://10.0.0.7:8000")  # type: ignore[arg-type]


async def post(
    store: Store,
    fields: Iterable[tuple[str, str]],
    *,
    path: str = PATH,
    url: str | None = None,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Post a form with the signature for `url` (default: the public address of `path`)."""
    fields = tuple(fields)
    signed = {"X-Twilio-Signature": sign("new", url or PUBLIC + path, fields), "Content-Type": FORM}
    async with client(store) as http:
        return await http.post(
            path, content=Form(fields).encoded() if body is None else body, headers={**signed, **(headers or {})}
        )


def is_empty_twiml(response: httpx.Response) -> bool:
    return response.text.endswith("<Response/>") and response.headers["Content-Type"].startswith("text/xml")


@pytest.mark.parametrize("payload", payloads.ALL, ids=lambda payload: payload.name)
async def test_webhook_answers_every_recorded_form(store: Store, payload: payloads.Payload) -> None:
    """A signed form is stored, ignored with the reason, or refused with the reason; nothing else."""
    response = await post(store, payload.fields, path=payload.path)

    if "malformed" in payload.expect:
        assert (response.status_code, response.text) == (400, payload.expect["malformed"])
        assert store.is_empty
    elif "ignored" in payload.expect:
        assert (response.status_code, response.headers[IGNORED_HEADER]) == (200, payload.expect["ignored"])
        assert is_empty_twiml(response)
        assert store.is_empty
    else:
        assert response.status_code == 200
        assert is_empty_twiml(response)
        assert IGNORED_HEADER not in response.headers
        assert len(store.messages) + len(store.reports) == 1


@pytest.mark.parametrize("payload", payloads.ALL, ids=lambda payload: payload.name)
async def test_webhook_without_a_signature_stores_nothing(store: Store, payload: payloads.Payload) -> None:
    """Nobody but Twilio gets anything in, and nobody learns why not."""
    async with client(store) as http:
        response = await http.post(payload.path, content=payload.form.encoded(), headers={"Content-Type": FORM})

    assert (response.status_code, response.text) == (403, "Forbidden")
    assert store.is_empty


async def test_webhook_takes_a_repeated_message_for_done(store: Store) -> None:
    """The same message three times is answered alike three times and stored once."""
    responses = [await post(store, TEXT.fields) for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 200]
    assert list(store.messages) == [dict(TEXT.fields)["MessageSid"]]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"http://10.0.0.7:8000{PATH}", id="the inner address"),
        pytest.param(f"https://evil.example{PATH}", id="another host"),
        pytest.param(f"{PUBLIC}/webhooks/twilio/status", id="the other address"),
        pytest.param(f"{PUBLIC}{PATH}?a=1", id="a query that is not there"),
    ],
)
async def test_webhook_signed_for_another_address_is_refused(store: Store, url: str) -> None:
    """A signature for another address is a stranger's, also when proxy headers vouch for it."""
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Host": "evil.example"}
    response = await post(store, TEXT.fields, url=url, headers=forwarded)

    assert response.status_code == 403
    assert store.is_empty


async def test_webhook_with_a_query_is_signed_with_it(store: Store) -> None:
    """A query in the configured address is part of the signature, letter by letter."""
    response = await post(store, TEXT.fields, path=f"{PATH}?from=sms%20line&x=")

    assert response.status_code == 200


async def test_webhook_under_a_path_of_a_proxy_knows_its_address(store: Store) -> None:
    """A server that serves the application below a path adds nothing to the address that was signed."""
    signature = sign("new", PUBLIC + PATH, TEXT.fields)
    async with client(store, root_path="/rumbo") as http:
        response = await http.post(
            f"/rumbo{PATH}",
            content=TEXT.form.encoded(),
            headers={"X-Twilio-Signature": signature, "Content-Type": FORM},
        )

    assert response.status_code == 200


async def test_webhook_signed_with_the_old_token_is_accepted(store: Store) -> None:
    """During a rotation messages signed with either token get in."""
    old = {"X-Twilio-Signature": sign("old", PUBLIC + PATH, TEXT.fields)}
    response = await post(store, TEXT.fields, headers=old)

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        pytest.param(b"{}", {"Content-Type": "application/json"}, "content type", id="JSON"),
        pytest.param(b"--x", {"Content-Type": "multipart/form-data; boundary=x"}, "content type", id="multipart"),
        pytest.param(b"a=1", {"Content-Type": ""}, "content type", id="no content type"),
        pytest.param(b"a=1", {"Content-Type": f"{FORM}; charset=ISO-8859-1"}, "UTF-8", id="another charset"),
        pytest.param(b"a=" + b"x" * LARGEST_BODY, {}, "larger", id="too large"),
        pytest.param(b"&a=1" * 600, {}, "fields", id="too many fields"),
    ],
)
async def test_webhook_refuses_what_is_no_form(store: Store, body: bytes, headers: dict[str, str], reason: str) -> None:
    """What Twilio would never send is refused with the reason before anything is made of it."""
    response = await post(store, [], body=body, headers=headers)

    assert response.status_code == 400
    assert reason in response.text
    assert store.is_empty


@pytest.mark.parametrize("content_type", [f"{FORM}; charset=UTF-8", f'{FORM};charset="utf-8"', FORM.upper()])
async def test_webhook_takes_forms_that_name_their_charset(store: Store, content_type: str) -> None:
    """Twilio names the charset at times and at times not."""
    response = await post(store, TEXT.fields, headers={"Content-Type": content_type})

    assert response.status_code == 200


async def test_webhook_with_bytes_that_are_no_text_does_not_crash(store: Store) -> None:
    """Half a surrogate pair in the form becomes a mark in its place."""
    fields = tuple((name, "hola \ufffd\ufffd\ufffd" if name == "Body" else value) for name, value in TEXT.fields)
    body = Form(fields).encoded().replace(b"%EF%BF%BD%EF%BF%BD%EF%BF%BD", b"%ED%A0%BD")
    response = await post(store, fields, body=body)

    assert response.status_code == 200
    assert b"%ED%A0%BD" in body
    assert [message.text for message in store.messages.values()] == ["hola \ufffd\ufffd\ufffd"]


@pytest.mark.parametrize("name", ["sms_text", "status_delivered"])
async def test_webhook_that_cannot_store_says_so(store: Store, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Our own fault is a 503, so that Twilio calls the fallback address; the log says where and about nobody."""
    store.broken = True
    payload = payloads.load(name)
    response = await post(store, payload.fields, path=payload.path)

    logged = "".join(capsys.readouterr())

    assert response.status_code == 503
    assert "webhook_not_stored" in logged
    assert "_fail_if_broken" in logged
    assert payloads.PERSON not in logged + response.text


async def test_webhook_answers_before_twilio_gives_up(store: Store) -> None:
    """A database that does not answer is a 503 in time, not a webhook that hangs."""
    store.slow = True
    response = await asyncio.wait_for(post(store, TEXT.fields), 5)

    assert response.status_code == 503
    assert not store.messages


@pytest.mark.parametrize("path", [PATH, f"{PATH}/status"])
async def test_webhook_answers_to_post_alone(store: Store, path: str) -> None:
    """A browser that looks at the address gets nothing."""
    async with client(store) as http:
        response = await http.get(path)

    assert response.status_code == 405
