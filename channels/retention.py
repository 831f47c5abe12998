"""What is past its time is deleted by the service itself, without anybody running a command."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from channels import metrics
from channels.journal.journal import Journal

log = structlog.get_logger()

#: What is a day past its time is not a minute's matter.
EVERY = timedelta(hours=1)


class Retention:
    def __init__(self, journal: Journal, keep: timedelta) -> None:
        """`keep` is RETENTION_DAYS."""
        self._journal = journal
        self._keep = keep
        self._next: datetime | None = None

    async def apply(self, now: datetime) -> None:
        """Delete what is older than it may be; nothing when that was done less than an hour ago."""
        if self._next is not None and now < self._next:
            return
        rows = await asyncio.to_thread(self._journal.purge, now - self._keep)
        self._next = now + EVERY
        metrics.PURGED.inc(rows)
        metrics.PURGED_AT.set(now.timestamp())
        log.info("purged", rows=rows)
