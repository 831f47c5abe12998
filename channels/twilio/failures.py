"""Twilio's numbers for what went wrong, and what each means for us.

Sources: https://www.twilio.com/docs/api/errors and, for HTTP statuses without a number, common sense.
A number that is not here is UnknownFailure, which raises an alarm, so that it gets into this table.
"""

from __future__ import annotations

from collections.abc import Mapping

from channels.sending import (
    AccountRefused,
    Misconfigured,
    OutsideWindow,
    ProviderDown,
    RateLimited,
    SendError,
    Stopped,
    UnknownFailure,
    Unreachable,
)

_BY_CODE: dict[int, type[SendError]] = {
    21610: Stopped,
    # The number.
    21211: Unreachable,  # `To` is not a valid number
    21214: Unreachable,  # `To` cannot be reached
    21217: Unreachable,  # does not look like a number
    21265: Unreachable,  # `To` is a short code
    21614: Unreachable,  # `To` is not a mobile number
    21635: Unreachable,  # `To` is a landline
    30003: Unreachable,  # handset off or out of range
    30004: Unreachable,  # blocked by the person or the carrier
    30005: Unreachable,  # no such handset
    30006: Unreachable,  # landline or carrier that takes no messages
    63003: Unreachable,  # the channel does not know this `To`
    63024: Unreachable,  # not a WhatsApp number
    63016: OutsideWindow,
    # Slower.
    14107: RateLimited,
    20429: RateLimited,
    21611: RateLimited,  # the sender's own queue is full
    30001: RateLimited,  # queue overflow
    30022: RateLimited,  # US carriers' limit for our campaign
    63018: RateLimited,  # WhatsApp's rate limit
    63017: RateLimited,
    # Twilio's or a carrier's own trouble.
    20500: ProviderDown,
    20503: ProviderDown,
    20504: ProviderDown,
    30008: ProviderDown,  # the carrier gives no reason
    30009: ProviderDown,  # a segment got lost
    30410: ProviderDown,  # the carrier timed out
    63012: ProviderDown,  # WhatsApp's own error
    # Ours to put right: whoever writes to us meets the same refusal, so their answers wait.
    20003: AccountRefused,  # authentication
    20004: AccountRefused,
    20005: AccountRefused,  # account not active
    20008: AccountRefused,  # test credentials
    20403: AccountRefused,
    21212: AccountRefused,  # `From` is not a valid number
    21603: AccountRefused,  # no sender named
    21606: AccountRefused,  # `From` is not ours
    21703: AccountRefused,  # the messaging service has no sender
    21704: AccountRefused,
    21705: AccountRefused,  # no such messaging service
    30002: AccountRefused,  # account suspended
    63007: AccountRefused,  # no such WhatsApp sender
    63020: AccountRefused,  # Twilio may not act for our WhatsApp account
    63112: AccountRefused,  # Meta switched our account off
    # Ours to put right, and this message alone is refused.
    20001: Misconfigured,
    21408: Misconfigured,  # the country is not switched on for our account
    21608: Misconfigured,  # a trial account sends to verified numbers only
    21609: Misconfigured,  # StatusCallback is not an address
    21612: Misconfigured,  # this `From` cannot reach this `To`
    21910: Misconfigured,  # `From` and `To` on different channels
    30007: Misconfigured,  # filtered by the carrier as unwanted
    30034: Misconfigured,  # US number without a registered campaign
    # Split and fitted before it comes here, so these are our own mistakes.
    21602: Misconfigured,  # no body
    21617: Misconfigured,  # body too long
}

_BY_STATUS: dict[int, type[SendError]] = {401: AccountRefused, 403: AccountRefused, 429: RateLimited}


def failure_for(*, code: int | None, status: int = 400, headers: Mapping[str, str] | None = None) -> SendError:
    """The error that Twilio's number and HTTP status stand for; the number decides where we know it.

    A delivery report has no status of its own and counts as 400.
    """
    kind = _BY_CODE.get(code or 0) or _BY_STATUS.get(status)
    if kind is None:
        kind = ProviderDown if status >= 500 else UnknownFailure
    return kind(code, _seconds((headers or {}).get("Retry-After", "")) if kind.retryable else None)


def _seconds(retry_after: str) -> float | None:
    """Seconds of a Retry-After header; its other form, a date, is left to our own schedule."""
    return float(retry_after) if retry_after.strip().isdecimal() else None
