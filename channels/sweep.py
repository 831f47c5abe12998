"""What is done regularly, whatever else happens: loose ends are taken up again, and what is past its time goes.

Each duty stands for itself: while one cannot be done, the others are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from channels import metrics, pipeline
from channels.catch_up import CatchUp
from channels.history import History
from channels.pipeline import Ports
from channels.retention import Retention
from channels.work import LOST_AFTER, Work, name_of

log = structlog.get_logger()

#: Seconds between two sweeps.
EVERY = 15
#: An answer that could not be decided or sent within this time is given up: it would puzzle more than help.
TOO_LATE = timedelta(hours=24)
#: How long a finished workflow is remembered. The journal knows longer that its message was answered.
REMEMBERED = timedelta(minutes=10)


class Sweep:
    def __init__(
        self,
        ports: Ports,
        work: Work,
        history: History,
        retention: Retention,
        catch_up: CatchUp | None = None,
        *,
        others: Sequence[Callable[[], Awaitable[object]]] = (),
    ) -> None:
        """Without `catch_up` there is no provider to ask for what came in; `others` are duties of other parts."""
        self._ports = ports
        self._work = work
        self._history = history
        self._retention = retention
        self._catch_up = catch_up
        self._asked = asyncio.Event()
        self._others = others

    async def for_ever(self) -> None:
        while True:
            await self.once()
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        duties: tuple[Callable[[], Awaitable[object]], ...] = (
            self._catch_up_with_provider,
            self._forget_finished_work,
            self._give_up,
            self._take_up_messages,
            self._take_up_letters,
            self._erase,
            self._forget_by_age,
            *self._others,
        )
        for duty in duties:
            try:
                await duty()
            except Exception:
                log.exception("sweep_failed", duty=getattr(duty, "__name__", str(type(duty))))

    async def _forget_finished_work(self) -> None:
        await asyncio.to_thread(self._history.purge, self._ports.now() - REMEMBERED)

    async def _give_up(self) -> None:
        given_up = await asyncio.to_thread(self._ports.journal.expire, self._ports.now() - TOO_LATE)
        if given_up:
            self._ports.alarms.note("given_up", f"{given_up} messages were not answered within {TOO_LATE}.")

    async def _take_up_messages(self) -> None:
        """Queue what was kept and not queued, what was postponed, and what ended badly, as after an upgrade."""
        journal = self._ports.journal
        unfinished = await asyncio.to_thread(journal.unfinished, self._ports.now() - LOST_AFTER)
        metrics.UNFINISHED.set(len(unfinished))
        # A workflow that has ended could not be queued again.
        await asyncio.to_thread(self._history.forget, unfinished)
        for sid in unfinished:
            received = await asyncio.to_thread(journal.load, sid)
            if received is not None:
                await self._work.enqueue(sid, received.person)

    async def _take_up_letters(self) -> None:
        letters = await asyncio.to_thread(self._ports.journal.letters_due)
        await asyncio.to_thread(self._history.forget, [name_of(each) for each in letters])
        for letter in letters:
            await self._work.enqueue_letter(letter)

    async def caught_up(self, patience: float) -> None:
        """Wait for the first question to the provider, so that what came before is answered before; not for ever."""
        try:
            await asyncio.wait_for(self._asked.wait(), patience)
        except TimeoutError:
            log.warning("catch_up_slow")

    async def _catch_up_with_provider(self) -> None:
        try:
            if self._catch_up is not None:
                await self._catch_up.apply(self._ports.now(), self._work.enqueue)
        finally:
            self._asked.set()

    async def _erase(self) -> None:
        """Whom a crash left, and what the provider would not erase before."""
        journal = self._ports.journal
        for person in await asyncio.to_thread(journal.erasures_due, self._ports.now() - LOST_AFTER):
            await asyncio.to_thread(self._history.forget, await pipeline.erase(person, self._ports))
        await pipeline.erase_at_provider(journal, self._ports.sender_for)

    async def _forget_by_age(self) -> None:
        await self._retention.apply(self._ports.now())
