"""What a dead process had begun is begun again by the living ones, within seconds.

Beginning again is safe: the journal knows what was decided and what was sent, and `Journal.take` waits until what the
dead one was just handing over has arrived or failed. Corrections are found by the sweep.
"""

from __future__ import annotations

import asyncio

import structlog

from channels.history import History
from channels.journal.journal import Journal
from channels.presence import Presence
from channels.work import Work

log = structlog.get_logger()

#: Seconds between two looks.
EVERY = 3.0


class Recovery:
    def __init__(self, presence: Presence, history: History, work: Work, journal: Journal) -> None:
        self._presence = presence
        self._history = history
        self._work = work
        self._journal = journal

    async def for_ever(self) -> None:
        while True:
            try:
                await self.once()
            except Exception:
                log.exception("recovery_failed")
            await asyncio.sleep(EVERY)

    async def once(self) -> int:
        """Queue anew what is in the hands of the dead; how many messages."""
        if not await asyncio.to_thread(self._lost) or not await asyncio.to_thread(self._presence.begin_recovery):
            return 0
        try:
            # Looked at again: another process may just have done it.
            lost = await asyncio.to_thread(self._lost)
            await asyncio.to_thread(self._history.drop, lost)
            for sid in lost:
                received = await asyncio.to_thread(self._journal.load, sid)
                if received is not None:
                    await self._work.enqueue(sid, received.person)
        finally:
            await asyncio.to_thread(self._presence.end_recovery)
        log.info("taken_over", messages=len(lost))
        return len(lost)

    def _lost(self) -> list[str]:
        begun = self._history.begun()
        gone = set(self._presence.gone(begun.values()))
        return [sid for sid, incarnation in begun.items() if incarnation in gone]
