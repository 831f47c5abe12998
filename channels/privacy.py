"""`rumbo erase` and `rumbo purge`: forgetting, by hand and by age."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from channels.app import senders, twilio_sender
from channels.doors import open_journal
from channels.history import History
from channels.pipeline import erase_at_provider
from channels.settings import Settings
from channels.telephone import e164


async def erase(settings: Settings, number: str) -> str:
    """Delete everything about a number, here and then at Twilio; returns what was done in a sentence.

    Raises UnreadableNumberError. What Twilio does not delete now, the running service asks for again every minute.
    """
    journal = open_journal(settings)
    erased = await asyncio.to_thread(journal.erase, e164(number))
    await asyncio.to_thread(History(settings.database_url).forget, erased.provider_sids)
    kept = await erase_at_provider(journal, senders(twilio_sender(settings)))
    if not erased.people:
        return "Nobody with this number is known."
    waiting = f" Still at Twilio: {kept} messages; the running service asks again every minute." if kept else ""
    return f"Erased here: everything.{waiting}"


def purge(settings: Settings) -> str:
    before = datetime.now(UTC) - timedelta(days=settings.retention_days)
    rows = open_journal(settings).purge(before) + History(settings.database_url).purge(before)
    return f"Deleted {rows} rows older than {before:%Y-%m-%d %H:%M} UTC."
