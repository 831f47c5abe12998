"""Conversations that somebody took and left alone: after some hours the service answers again and says so."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from channels.console.answering import notice
from channels.console.visit import Console

#: A person must not wait for somebody who has gone home.
AFTER = timedelta(hours=8)


async def hand_back(console: Console) -> None:
    """One of the duties of `channels.sweep`."""
    now = datetime.now(UTC)
    for person, who in await asyncio.to_thread(console.conversations.left_alone, now - AFTER):
        talk = await asyncio.to_thread(console.conversations.head, person)
        if talk is None:
            continue
        words = notice(console, talk, "operator_gone", now=now)
        took = await asyncio.to_thread(console.conversations.give_back, person, who, solved=False, notice=words)
        if took.done:
            await asyncio.to_thread(console.desk.record, who, "left_alone", person=person)
            await console.send(took.letters)
