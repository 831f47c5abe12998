"""`rumbo erase` and `rumbo purge`: forgetting, by hand and by age."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import phonenumbers

from channels.app import open_journal, twilio_sender
from channels.errors import ChannelsError
from channels.history import History
from channels.sending import SendError
from channels.settings import Settings


class UnreadableNumberError(ChannelsError):
    """This is not a telephone number with its country code, such as +50255501234."""


async def erase(settings: Settings, number: str) -> str:
    """Delete everything about a number, here and then at Twilio; returns what was done in a sentence.

    Raises UnreadableNumberError. What Twilio refuses to delete now is counted in the sentence, to be tried again.
    """
    erased = await asyncio.to_thread(open_journal(settings).erase, e164(number))
    await asyncio.to_thread(History(settings.database_url).forget, erased.provider_sids)
    sender = twilio_sender(settings)
    left = 0
    for provider_sid in erased.provider_sids if sender else ():
        try:
            await sender.delete(provider_sid)  # type: ignore[union-attr]
        except SendError:
            left += 1
    if not erased.people:
        return "Nobody with this number is known."
    at_twilio = f"{len(erased.provider_sids) - left} messages" if sender else "nothing, as it is not configured"
    more = f" Twilio kept {left} for now: delete them in its console." if left else ""
    return f"Erased here: everything. Erased at Twilio: {at_twilio}.{more}"


def purge(settings: Settings) -> str:
    before = datetime.now(UTC) - timedelta(days=settings.retention_days)
    rows = open_journal(settings).purge(before) + History(settings.database_url).purge(before)
    return f"Deleted {rows} rows older than {before:%Y-%m-%d %H:%M} UTC."


def e164(number: str) -> str:
    """Raises UnreadableNumberError."""
    try:
        parsed = phonenumbers.parse(number.removeprefix("whatsapp:"), None)
    except phonenumbers.NumberParseException:
        raise UnreadableNumberError from None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
