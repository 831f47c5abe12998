"""The two other ends of sending, and a sender for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from channels.twilio.send import TwilioAccount, TwilioSender
from tests.channels.twilio.payloads import ACCOUNT, OURS
from tests.prism import prism
from tests.twilio_stub import TwilioStub, running_stub

__all__ = ["prism"]

NAMED = TwilioAccount(
    sid=ACCOUNT,
    auth_token="token",
    sms_from=OURS,
    whatsapp_from=OURS,
    public_url="https://rumbo.example.org",
)


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
