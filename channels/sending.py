"""Sending as the rest of the gateway sees it: one port, and every way in which it can fail.

    SendError                  retryable  alarm  code
    ├── Stopped                no         no     stopped
    ├── Unreachable            no         no     unreachable
    ├── OutsideWindow          no         no     outside_window
    ├── RateLimited            yes        no     rate_limited    (`retry_after` says when)
    ├── AccountRefused         yes        yes    account_refused (nothing leaves until an operator acts; all waits)
    ├── ProviderDown           yes        no     provider_down   (it may have been accepted: `find_sent` first)
    ├── Misconfigured          no         yes    misconfigured
    └── UnknownFailure         no         yes    unknown

Docstrings are the sentences that operators read. No error carries a telephone number or a text.
"""

# ruff: noqa: N818
# The names say what happened; that they are errors, the base class says.

from __future__ import annotations

import inspect
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol

from channels.message import Channel

#: How long after a person's last message WhatsApp lets us write freely.
WINDOW = timedelta(hours=24)
#: The window closes for us a little earlier, so that a message does not meet the end of it on its way.
_WINDOW_MARGIN = timedelta(minutes=1)


def window_open(last_inbound: datetime | None, now: datetime) -> bool:
    """Whether WhatsApp still allows a free answer; both times aware, None when the person never wrote."""
    return last_inbound is not None and now - last_inbound < WINDOW - _WINDOW_MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The provider has taken the message; whether it arrives, `StatusUpdate` tells later."""

    #: The provider's id of the message (Twilio: SM… or MM…).
    provider_sid: str


class Sender(Protocol):
    """What the pipeline needs from a provider; `channels.twilio.send` is the real one."""

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        """Hand one bubble to the provider; `media` is the address of a picture or a recording, which needs no text.

        `to` is E.164 without a prefix; `reference` is our own id of the bubble, for logs and fakes.
        Raises SendError. Never retries by itself: the queue does.
        """
        ...

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        """Every message with this text that the provider accepted from us for `to`, the newest first.

        To be asked before sending again when a crash or a timeout hid the provider's answer. `since` is when it was
        first handed over, by our clock, which may be wrong: earlier ones are among them, and the caller leaves out
        those that it knows as others. Raises SendError.
        """
        ...

    async def delete(self, provider_sid: str) -> None:
        """Erase a message, received or sent, at the provider; none there is no error. Raises SendError."""
        ...


class SendError(Exception):
    """The message could not be sent."""

    code: ClassVar[str] = "unknown"
    #: Whether trying the same again later can help.
    retryable: ClassVar[bool] = False
    #: Whether an operator must act.
    alarm: ClassVar[bool] = False
    #: Whether the provider may have accepted the message all the same.
    maybe_accepted: ClassVar[bool] = False

    def __init__(self, provider_code: int | None = None, retry_after: float | None = None) -> None:
        # Both go to Exception's own arguments, so that a durable queue can pickle and unpickle the error.
        super().__init__(provider_code, retry_after)
        #: The provider's number for what happened; Twilio's are explained at twilio.com/docs/api/errors/<number>.
        self.provider_code = provider_code
        #: Seconds to wait before trying again, when the provider names them.
        self.retry_after = retry_after

    @property
    def sentence(self) -> str:
        return inspect.cleandoc(type(self).__doc__ or "").splitlines()[0]

    def __str__(self) -> str:
        number = "" if self.provider_code is None else f" (provider code {self.provider_code})"
        return f"{self.sentence}{number}"


class Stopped(SendError):
    """The person has sent STOP to our number, so nothing may be sent to them until they send START."""

    code = "stopped"


class Unreachable(SendError):
    """The number does not exist, cannot receive messages, or blocks them."""

    code = "unreachable"


class OutsideWindow(SendError):
    """WhatsApp allows a free answer only within 24 hours of the person's last message."""

    code = "outside_window"


class RateLimited(SendError):
    """The provider asks us to send more slowly."""

    code = "rate_limited"
    retryable = True


class ProviderDown(SendError):
    """The provider did not answer in time or reported a fault of its own."""

    code = "provider_down"
    retryable = True
    maybe_accepted = True


class AccountRefused(SendError):
    """The provider refuses our account or our sender number: nobody gets answers until an operator acts."""

    code = "account_refused"
    retryable = True
    alarm = True


class Misconfigured(SendError):
    """The provider refuses this message because of our settings; an operator has to act."""

    code = "misconfigured"
    alarm = True


class UnknownFailure(SendError):
    """The provider refused the message for a reason that is not in our list."""

    alarm = True


class DeliveryState(StrEnum):
    """How far a sent message has come, in order; the later of two wins (`is_newer_than`)."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"

    def is_newer_than(self, other: DeliveryState) -> bool:
        """Whether this state replaces `other`; callbacks arrive in any order and more than once."""
        order = tuple(DeliveryState)
        return order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdate:
    """What the provider tells later about a message that it accepted."""

    provider_sid: str
    state: DeliveryState
    #: Why it did not arrive, when it did not; the error is a value here and nobody raises it.
    failure: SendError | None = None
