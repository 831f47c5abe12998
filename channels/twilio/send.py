"""Messages out over Twilio's REST interface, through Twilio's own SDK.

The SDK blocks, so each call runs in a small pool of threads of its own: a slow Twilio then holds up
sending and nothing else. Nothing is retried here; the queue does that, by `SendError.retryable`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog
from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.base.values import unset  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from channels.message import Channel
from channels.sending import Accepted, Misconfigured, ProviderDown, SendError, UnknownFailure
from channels.twilio import templates
from channels.twilio.http import CONNECT_SECONDS, READ_SECONDS, TWILIO, TwilioHttpClient
from channels.twilio.menus import fill, read_menu

log = structlog.get_logger()

DEFAULT_API_URL = TWILIO
STATUS_PATH = "/webhooks/twilio/status"

#: Calls at a time. At Twilio's usual 150 ms this is about 100 messages a second.
THREADS = 16
#: How many of a person's latest messages `find_sent` looks at.
_LATEST = 50
#: Twilio dates messages by its own clock, and ours may be wrong by a whole time zone.
_CLOCK_DIFFERENCE = timedelta(hours=24)

#: Answers to erasing that mean "there is nothing left".
_GONE = frozenset({404, 20404})

_MESSAGING_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Where from, as whom and through which numbers we send."""

    sid: str
    #: The primary token; the second one of a rotation is for signatures only.
    auth_token: str
    #: A number in E.164, a short code, or a messaging service (MG…); None when SMS is not served.
    sms_from: str | None
    #: A number in E.164, with or without `whatsapp:`; None when WhatsApp is not served.
    whatsapp_from: str | None
    public_url: str
    api_url: str = DEFAULT_API_URL

    @property
    def status_callback(self) -> str:
        return self.public_url.rstrip("/") + STATUS_PATH

    def serves(self, channel: Channel) -> bool:
        return bool(self.whatsapp_from if channel is Channel.WHATSAPP else self.sms_from)

    def origin(self, channel: Channel) -> dict[str, str]:
        """The SDK's arguments that name our side. Raises Misconfigured for a channel that is not set up."""
        if channel is Channel.WHATSAPP and self.whatsapp_from:
            return {"from_": _on(channel, self.whatsapp_from.removeprefix("whatsapp:"))}
        if channel is Channel.SMS and self.sms_from:
            is_service = _MESSAGING_SERVICE.fullmatch(self.sms_from)
            return {"messaging_service_sid": self.sms_from} if is_service else {"from_": self.sms_from}
        raise Misconfigured


def client_for(
    account: TwilioAccount, *, connections: int = 1, timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS)
) -> Client:
    """The SDK over our own HTTP client; every call blocks and raises SendError."""
    http = TwilioHttpClient(api_url=account.api_url, connections=connections, timeout=timeout)
    return Client(account.sid, account.auth_token, http_client=http)


class TwilioSender:
    """`channels.sending.Sender` over Twilio."""

    def __init__(
        self,
        account: TwilioAccount,
        *,
        threads: int = THREADS,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        self._account = account
        self._client = client_for(account, connections=threads, timeout=timeout)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="twilio")
        #: Ids of the menus' templates by our name; empty: numbered text.
        self._templates: Mapping[str, str] = {}

    async def use_menus(self) -> None:
        """Send numbered choices as lists and buttons on WhatsApp, where `rumbo twilio menus` made the templates."""
        try:
            self._templates = await self._call(lambda: templates.find(self._client))
        except SendError as error:
            log.warning("twilio_menus_unknown", error=error.code)
        log.info("twilio_menus", templates=len(self._templates))

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        """See `Sender.send`."""
        origin = self._account.origin(channel)

        def create() -> Accepted:
            told = {"to": _on(channel, to), "status_callback": self._account.status_callback, **origin}
            if channel is Channel.WHATSAPP and not media and (menu := self._menu(text)):
                try:
                    return Accepted(provider_sid=self._client.messages.create(**told, **menu).sid)
                except (UnknownFailure, Misconfigured) as error:
                    # The template was removed or changed at Twilio; the person gets the same as text.
                    log.error("twilio_menu_refused", reference=reference, provider_code=error.provider_code)
                    self._templates = {}
            shown = {"body": text or unset, "media_url": [media] if media else unset}
            return Accepted(provider_sid=self._client.messages.create(**told, **shown).sid)

        accepted = await self._call(create)
        log.info("twilio_accepted", reference=reference, provider_sid=accepted.provider_sid)
        return accepted

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        """See `Sender.find_sent`. Looks at the latest 50 messages to this person.

        Twilio's own date filter goes by the time of sending, which a message that still waits does not
        have, so the time of creation is compared here.
        """
        earliest = since.astimezone(UTC) - _CLOCK_DIFFERENCE
        sender = self._account.origin(channel).get("from_", unset)
        menu = read_menu(text) if channel is Channel.WHATSAPP else None
        wanted = (text, menu.body) if menu else (text,)

        def look() -> tuple[Accepted, ...]:
            latest = self._client.messages.list(to=_on(channel, to), from_=sender, limit=_LATEST, page_size=_LATEST)
            matches = (m for m in latest if m.date_created and m.date_created >= earliest and _same(m.body, *wanted))
            return tuple(Accepted(provider_sid=m.sid) for m in matches)

        return await self._call(look)

    async def delete(self, provider_sid: str) -> None:
        """See `Sender.delete`. Twilio refuses while a message is on its way (UnknownFailure): try again later."""

        def delete() -> None:
            try:
                self._client.messages(provider_sid).delete()
            except SendError as error:
                if error.provider_code not in _GONE:
                    raise

        await self._call(delete)

    def close(self) -> None:
        """Let running calls end and close the connections."""
        self._threads.shutdown(wait=True)
        self._client.http_client.close()

    def _menu(self, text: str) -> dict[str, str] | None:
        """The SDK's arguments for a text that can be tapped, where its template is there."""
        menu = read_menu(text) if self._templates else None
        filled = fill(menu) if menu else None
        sid = self._templates.get(filled.template) if filled else None
        return {"content_sid": sid, "content_variables": filled.variables} if filled and sid else None

    async def _call(self, work: Callable[[], T]) -> T:
        """Run a blocking call of the SDK. Raises SendError without the SDK's own error as its cause, since
        that may repeat the person's number.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except (ValueError, TwilioException) as error:
            # An answer that is no JSON, most likely from something between us and Twilio.
            log.error("twilio_answer_unreadable", error=type(error).__name__)
            raise ProviderDown from None


def _on(channel: Channel, number: str) -> str:
    return f"whatsapp:{number}" if channel is Channel.WHATSAPP else number


def _same(stored: str | None, *wanted: str) -> bool:
    """Whether Twilio's copy is one of these texts; it drops blanks at the ends."""
    return any((stored or "").strip() == text.strip() for text in wanted)
