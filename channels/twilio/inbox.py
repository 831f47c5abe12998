"""What Twilio has received for us, asked of its API: for the messages whose webhook never reached us.

The same reading of a message as the webhook's (`parse`); what only a webhook tells is missing (a shared location, which
button was tapped, whether Twilio has answered a STOP itself).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from typing import Any

import structlog
from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from channels.message import Channel, InboundMessage
from channels.sending import ProviderDown
from channels.twilio import parse
from channels.twilio.errors import TwilioRequestError
from channels.twilio.form import Form
from channels.twilio.http import CONNECT_SECONDS, READ_SECONDS, TwilioHttpClient
from channels.twilio.send import TwilioAccount

log = structlog.get_logger()

#: Messages in one answer of Twilio's, the most that it gives.
PAGE = 1000
#: Messages looked at in one go; more would be days of a busy service.
MOST = 50_000
#: The newest come first; how much later one in the list may still be newer.
OUT_OF_ORDER = timedelta(minutes=10)


class TwilioInbox:
    """`channels.catch_up.Inbox` over Twilio."""

    def __init__(
        self,
        account: TwilioAccount,
        *,
        page: int = PAGE,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        self._account = account
        self._page = page
        self._http = TwilioHttpClient(api_url=account.api_url, connections=1, timeout=timeout)
        self._client = Client(account.sid, account.auth_token, http_client=self._http)

    async def received(self, since: datetime) -> tuple[InboundMessage, ...]:
        """What came in for our numbers at or after `since`, oldest first. Raises SendError."""
        return await asyncio.to_thread(self._received, since.astimezone(UTC))

    def close(self) -> None:
        self._http.close()

    def _received(self, since: datetime) -> tuple[InboundMessage, ...]:
        try:
            found = {m.sid: m for which in self._ours() for m in self._listed(since, **which)}
        except (ValueError, TwilioException) as error:
            # An answer that is no JSON, most likely from something between us and Twilio.
            log.error("twilio_answer_unreadable", error=type(error).__name__)
            raise ProviderDown from None
        # Twilio lists the newest first and dates to the second; its order counts within one.
        oldest_first = sorted(reversed(found.values()), key=_came_at)
        return tuple(self._read(oldest_first))

    def _ours(self) -> Iterator[dict[str, str]]:
        """What to ask for: each of our numbers; without one, as behind a messaging service, everything."""
        for channel in (Channel.SMS, Channel.WHATSAPP):
            if self._account.serves(channel):
                number = self._account.origin(channel).get("from_")
                yield {} if number is None else {"to": number}

    def _listed(self, since: datetime, **which: str) -> Iterator[Any]:
        # Twilio filters by the day; the moment is compared here.
        midnight = datetime.combine(since.date(), time(), tzinfo=UTC)
        listed = self._client.messages.stream(date_sent_after=midnight, limit=MOST, page_size=self._page, **which)
        recent = takewhile(lambda m: _came_at(m) >= since - OUT_OF_ORDER, listed)
        return (m for m in recent if m.direction == "inbound" and _came_at(m) >= since and self._is_ours(m, which))

    def _is_ours(self, message: Any, which: dict[str, str]) -> bool:
        """An account may have numbers of other services."""
        return bool(which) or message.messaging_service_sid == self._account.sms_from

    def _read(self, messages: list[Any]) -> Iterator[InboundMessage]:
        for order, message in enumerate(messages):
            form = Form(
                [
                    ("MessageSid", message.sid or ""),
                    ("AccountSid", message.account_sid or ""),
                    ("From", message.from_ or ""),
                    ("To", message.to or ""),
                    ("Body", message.body or ""),
                    ("NumMedia", message.num_media or "0"),
                ]
            )
            at = _came_at(message) + timedelta(microseconds=min(order, 999_999))
            try:
                yield parse.inbound(form, at, account_sid=self._account.sid)
            except TwilioRequestError as reason:
                log.info("catch_up_ignored", reason=str(reason))


def _came_at(message: Any) -> datetime:
    """For a message that came in Twilio's "sent" is when it called us."""
    at: datetime | None = message.date_sent or message.date_created
    return datetime.min.replace(tzinfo=UTC) if at is None else at
