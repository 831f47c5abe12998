"""A person with a telephone, and Twilio in between: forms in, signed as Twilio signs them, and what came out."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from channels.bench.twilio_stub import TwilioStub
from tests.service.running import ACCOUNT, OUR_SMS, OUR_WHATSAPP, PUBLIC_URL, TOKEN, Rumbo, until
from tests.twilio_signature import sign

MESSAGES, STATUSES = "/webhooks/twilio", "/webhooks/twilio/status"

_numbers = itertools.count(1)
#: Shorter texts are found in any log.
_LONG_ENOUGH = 8

Fields = Iterable[tuple[str, str]]


def post(rumbo: Rumbo, path: str, fields: Fields, *, signature: str | None = None) -> httpx.Response:
    """The form as a proxy would hand it on; `signature` stands in for the right one, an empty one is left out."""
    fields = list(fields)
    right = sign(TOKEN, PUBLIC_URL + path, fields)
    header = right if signature is None else signature
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    if header:
        headers["X-Twilio-Signature"] = header
    return httpx.post(rumbo.url + path, content=urlencode(fields), headers=headers, timeout=30)


def new_sid() -> str:
    return f"SM{secrets.token_hex(16)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    rumbo: Rumbo
    twilio: TwilioStub
    whatsapp: bool = False
    number: str = field(default_factory=lambda: f"+502555{next(_numbers):05d}")

    @property
    def address(self) -> str:
        return f"whatsapp:{self.number}" if self.whatsapp else self.number

    def form(self, body: str, sid: str, **more: str) -> list[tuple[str, str]]:
        ours = f"whatsapp:{OUR_WHATSAPP}" if self.whatsapp else OUR_SMS
        fields = {"MessageSid": sid, "SmsMessageSid": sid, "AccountSid": ACCOUNT, "From": self.address, "To": ours}
        return list({**fields, "Body": body, "NumMedia": "0", "ApiVersion": "2010-04-01", **more}.items())

    def text(self, body: str, *, sid: str | None = None, **more: str) -> str:
        """Send a message and see that it is acknowledged; its id."""
        self.rumbo.secrets.update(secret for secret in (self.number, body) if len(secret) >= _LONG_ENOUGH)
        sid = sid or new_sid()
        response = post(self.rumbo, MESSAGES, self.form(body, sid, **more))
        assert response.status_code == 200, response.text
        return sid

    def received(self) -> list[str]:
        """What Twilio accepted for this person, oldest first."""
        return [str(message["body"]) for message in self.twilio.messages if message["to"] == self.address]

    def tried(self) -> int:
        """How often Twilio was asked to send to this person."""
        return sum(
            method == "POST" and form.get("To") == self.address for method, _, form in list(self.twilio.requests)
        )

    def until_received(self, what: str, *, since: int = 0) -> list[str]:
        """What came from the `since`th message on, as soon as one of it holds `what`."""
        until(
            lambda: any(what in text for text in self.received()[since:]),
            lambda: f"{self.address} heard {what!r}, and not only {self.received()[since:]}",
        )
        return self.received()[since:]


def in_order(heard: list[str], *said: str) -> bool:
    """Whether each of these was heard once, in this order, in however many bubbles."""
    everything = "\n".join(heard)
    places = [everything.find(each) for each in said]
    return -1 not in places and places == sorted(places) and all(everything.count(each) == 1 for each in said)
