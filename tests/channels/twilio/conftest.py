"""The two other ends of sending, and a sender for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog

from channels.bench.twilio_stub import TwilioStub, running_stub
from channels.twilio import http, send, webhook
from channels.twilio.send import TwilioAccount, TwilioSender
from tests.channels.twilio.payloads import ACCOUNT, OURS
from tests.prism import prism

__all__ = ["prism"]

NAMED = TwilioAccount(
    sid=ACCOUNT,
    auth_token="token",
    sms_from=OURS,
    whatsapp_from=OURS,
    public_url="https://rumbo.example.org",
)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Logs as a program without Rasa has them: loading it, as other tests do, sets them up for the whole process."""
    before = structlog.get_config()
    structlog.reset_defaults()
    for logger in (http.log, send.log, webhook.log):
        vars(logger).pop("bind", None)  # what it kept from its first use
    yield
    structlog.configure(**before)


@pytest.fixture
def stub() -> Iterator[TwilioStub]:
    with running_stub() as running:
        yield running


@pytest.fixture
def sender_to() -> Iterator[Callable[..., TwilioSender]]:
    """Makes senders to an address, closed when the test ends; keywords change the account."""
    senders: list[TwilioSender] = []

    def make(url: str, *, read_seconds: float = 20.0, **changes: Any) -> TwilioSender:
        account = replace(NAMED, api_url=url, **changes)
        senders.append(TwilioSender(account, threads=2, timeout=(3.0, read_seconds)))
        return senders[-1]

    yield make
    for sender in senders:
        sender.close()
