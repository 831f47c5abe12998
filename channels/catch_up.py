"""Messages that the provider has and we do not: our service, its database or the way to it was down when they came.

Asked for at start and every minute: a webhook that fails on its way to us leaves no trace here. What is found goes the
way of every message, one workflow for each id, so a webhook that comes after all changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from channels import metrics
from channels.alarms import Alarms
from channels.journal.journal import Journal
from channels.message import InboundMessage
from channels.sending import SendError
from locales.commands import Name, recognise

log = structlog.get_logger()

#: Time between two questions. A webhook and its fallback take up to 30 seconds, and tell more than the list: so what is
#: missing for the first time is left for the next question.
EVERY = timedelta(minutes=1)
#: How far back a later question looks, beyond the newest message that the provider named.
OVERLAP = timedelta(minutes=5)


class Inbox(Protocol):
    """What the provider has received for us; `channels.twilio.inbox` is the real one."""

    async def received(self, since: datetime) -> Sequence[InboundMessage]:
        """Messages that came in at or after `since`, oldest first. Raises SendError."""
        ...


class CatchUp:
    def __init__(self, inbox: Inbox, journal: Journal, alarms: Alarms, reach: timedelta) -> None:
        """`reach` is CATCH_UP_HOURS: what is older is not answered any more."""
        self._inbox = inbox
        self._journal = journal
        self._alarms = alarms
        self._reach = reach
        self._asked: datetime | None = None
        #: By the provider's clock. Ours may be wrong and be put right, so it only counts for what is too old.
        self._newest: datetime | None = None
        self._missing: frozenset[str] = frozenset()

    async def apply(self, now: datetime, enqueue: Callable[[str, str], Awaitable[None]]) -> int:
        """Keep and queue what is missing, STOP first and then the oldest; how much. Nothing within a minute."""
        if self._asked is not None and abs(now - self._asked) < EVERY:
            return 0
        since = now - self._reach if self._newest is None else max(now - self._reach, self._newest - OVERLAP)
        try:
            received = await self._inbox.received(since)
        except SendError as error:
            self._alarms.ring("catch_up", str(error))
            return 0
        self._alarms.clear("catch_up")
        unknown = await asyncio.to_thread(self._journal.unknown, [message.sid for message in received])
        # Before our start nothing could reach us, so nothing is on its way.
        settled = unknown if self._asked is None else unknown & self._missing
        missing = [message for message in received if message.sid in settled]
        if missing:
            log.warning("catching_up", messages=len(missing))
            metrics.CAUGHT_UP.inc(len(missing))
        await asyncio.to_thread(self._keep, missing)
        for message in missing:
            await enqueue(message.sid, self._journal.person(message.sender))
        self._asked, self._missing = now, unknown - settled
        self._newest = max((message.received_at for message in received), default=self._newest)
        return len(missing)

    def _keep(self, missing: Sequence[InboundMessage]) -> None:
        """Who stopped us meanwhile is not answered what they asked before; danger still is, and the STOP itself."""
        stops = {message.sender: message for message in missing if _says(message, Name.STOP)}
        for stop in stops.values():
            self._journal.receive(stop, fetched=True)
            self._journal.stopped_by_provider(self._journal.person(stop.sender))
        for message in missing:
            last = stops.get(message.sender)
            self._journal.receive(message, fetched=True)
            if last is not None and message.received_at < last.received_at and _says(message, Name.START):
                self._journal.ignore(message.sid)


def _says(message: InboundMessage, name: Name) -> bool:
    command = recognise(message.text)
    return command is not None and command.name is name
