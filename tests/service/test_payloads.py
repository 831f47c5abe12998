from __future__ import annotations

import pytest

from channels.journal.records import InboundState
from tests.channels.twilio.payloads import ALL, PERSON, Payload
from tests.service.conftest import Served
from tests.service.phone import post
from tests.service.running import until


@pytest.fixture(scope="module")
def texts_of_payloads() -> set[str]:
    return {value for payload in ALL for name, value in payload.fields if name == "Body" and len(value) >= 8}


@pytest.mark.parametrize("payload", ALL, ids=lambda payload: payload.name)
def test_webhook_takes_every_recorded_form(served: Served, payload: Payload) -> None:
    """What Twilio has sent is acknowledged and answered or ignored, or refused with a reason; nothing breaks on it."""
    response = post(served.rumbo, payload.path, payload.fields)

    assert (400 if "malformed" in payload.expect else 200) == response.status_code
    if "ignored" in payload.expect:
        assert payload.expect["ignored"] in response.headers["X-Rumbo-Ignored"]
    if "kind" in payload.expect:
        sid = payload.form.get("MessageSid")
        until(lambda: _state(served, sid) is InboundState.ANSWERED, f"{payload.name} was answered")


def test_webhook_breaks_on_none_of_them(served: Served, texts_of_payloads: set[str]) -> None:
    """After all of them the service has logged no fault and nothing that was in them."""
    output = served.rumbo.output()

    assert "dialogue_failed" not in output
    assert "render_failed" not in output
    assert "webhook_not_stored" not in output
    assert PERSON not in output
    assert not {text for text in texts_of_payloads if text in output}


def _state(served: Served, sid: str) -> InboundState | None:
    found = served.rumbo.journal().load(sid)
    return None if found is None else found.state
