"""Telephone numbers as operators type them."""

from __future__ import annotations

import phonenumbers

from channels.errors import ChannelsError


class UnreadableNumberError(ChannelsError):
    """This is not a telephone number with its country code, such as +50255501234."""


def e164(number: str) -> str:
    """One spelling of a number. Raises UnreadableNumberError."""
    try:
        parsed = phonenumbers.parse(number.removeprefix("whatsapp:"), None)
    except phonenumbers.NumberParseException:
        raise UnreadableNumberError from None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
