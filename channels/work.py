"""Durable work: one DBOS workflow a message, its id the message's, in order for each person, resumed after a crash.

A workflow's arguments and results are ids and counts, so that DBOS's own tables never hold a text or a number.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from dbos import DBOS, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID, WorkflowHandleAsync
from dbos import error as dbos_error
from sqlalchemy import make_url

from channels import corrections, pipeline
from channels.journal.records import DueCorrection
from channels.message import InboundMessage
from channels.pipeline import Ports
from channels.sending import SendError

log = structlog.get_logger()

QUEUE = "messages"
#: What a running workflow can be continued with; raise it when new code takes other steps than old code did.
WORKFLOW_VERSION = "1"
#: How often a worker looks for new messages, in seconds; half of it is added to every answer on average.
POLLING = 0.05
#: Messages in work at a time in one process; of each person's, one.
AT_A_TIME = 32
#: Tries of one step, after 1, 2, 4 … seconds: a good hour in all, within which most outages end.
TRIES = 12
#: A message received this long ago and not answered may have lost its workflow to a crash between two commits.
LOST_AFTER = timedelta(seconds=60)


@DBOS.dbos_class()
class Work(DBOSConfiguredInstance):
    """The queue and its worker. One per process; built before DBOS is launched, so that recovery finds it."""

    def __init__(self, ports: Ports) -> None:
        super().__init__("rumbo")
        self._ports = ports

    async def receive(self, message: InboundMessage) -> bool:
        """Keep a message and queue its workflow; False when it was here before. Both are durable when this returns."""
        new = await asyncio.to_thread(self._ports.journal.receive, message)
        # Also when it is known: a first try may have failed between keeping and queueing.
        await self.enqueue(message.sid, self._ports.journal.person(message.sender))
        return new

    async def enqueue(self, sid: str, person: str) -> None:
        """Queue the workflow of a message; nothing when it is queued, running or done."""
        with SetWorkflowID(sid), SetEnqueueOptions(queue_partition_key=person):
            await DBOS.enqueue_workflow_async(QUEUE, self.answer, sid)

    async def settled(self, sid: str, patience: float) -> bool:
        """Wait until a message has been answered; False when `patience` (seconds) is over."""
        handle: WorkflowHandleAsync[None] = await DBOS.retrieve_workflow_async(sid)
        try:
            await asyncio.wait_for(handle.get_result(polling_interval_sec=POLLING), patience)
        except TimeoutError:
            return False
        return True

    @DBOS.workflow()
    async def answer(self, sid: str) -> None:
        try:
            planned = await self.plan(sid)
        except dbos_error.DBOSMaxStepRetriesExceeded:
            await self.abandon(sid)
            return
        for position in range(planned["parts"]):
            try:
                await self.deliver(sid, position)
            except dbos_error.DBOSMaxStepRetriesExceeded as exceeded:
                last = exceeded.errors[-1]
                await self.give_up(sid, position, last.code if isinstance(last, SendError) else "fault")
        if planned["erase"]:
            await self.erase(planned["erase"])

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def plan(self, sid: str) -> pipeline.Plan:
        return await pipeline.plan(sid, self._ports)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def deliver(self, sid: str, position: int) -> None:
        await pipeline.deliver(sid, position, self._ports)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def erase(self, person: str) -> None:
        await pipeline.erase(person, self._ports)

    @DBOS.step()
    async def give_up(self, sid: str, position: int, code: str) -> None:
        await pipeline.give_up(sid, position, code, self._ports)

    @DBOS.step()
    async def abandon(self, sid: str) -> None:
        await asyncio.to_thread(self._ports.journal.give_up, sid)

    @DBOS.workflow()
    async def correct(self, bubble: int) -> None:
        """Send one person one correction; `channels.corrections` says to whom and what."""
        try:
            await self.deliver_correction(bubble)
        except dbos_error.DBOSMaxStepRetriesExceeded as exceeded:
            last = exceeded.errors[-1]
            await self.give_up_correction(bubble, last.code if isinstance(last, SendError) else "fault")

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def deliver_correction(self, bubble: int) -> None:
        await corrections.deliver(bubble, self._ports)

    @DBOS.step()
    async def give_up_correction(self, bubble: int, code: str) -> None:
        await asyncio.to_thread(self._ports.journal.mark_failed, bubble, code)

    async def enqueue_correction(self, due: DueCorrection) -> None:
        """Queue the workflow of a correction for one person, among their messages; nothing when it is known."""
        name = f"correction-{due.bubble}-{due.planned_at:%Y%m%dT%H%M%S}"
        with SetWorkflowID(name), SetEnqueueOptions(queue_partition_key=due.person):
            await DBOS.enqueue_workflow_async(QUEUE, self.correct, due.bubble)

    async def sweep(self) -> None:
        """Queue what was kept and not queued, corrections too, and carry out erasures that a crash cut short."""
        journal, due = self._ports.journal, self._ports.now() - LOST_AFTER
        for sid in await asyncio.to_thread(journal.unfinished, due):
            received = await asyncio.to_thread(journal.load, sid)
            if received is not None:
                await self.enqueue(sid, received.person)
        for correction in await asyncio.to_thread(journal.corrections_due):
            await self.enqueue_correction(correction)
        for person in await asyncio.to_thread(journal.erasures_due, due):
            await pipeline.erase(person, self._ports)
        await pipeline.erase_at_provider(self._ports)


@asynccontextmanager
async def working(work: Work) -> AsyncIterator[None]:
    """The worker at work, with a sweep at start and every minute."""
    DBOS.launch()
    await DBOS.register_queue_async(
        QUEUE, partition_concurrency=1, worker_concurrency=AT_A_TIME, polling_interval_sec=POLLING
    )
    sweeping = asyncio.create_task(_sweep_for_ever(work), name="sweep")
    try:
        yield
    finally:
        sweeping.cancel()
        DBOS.destroy()


async def _sweep_for_ever(work: Work) -> None:
    while True:
        try:
            await work.sweep()
        except Exception:
            log.exception("sweep_failed")
        await asyncio.sleep(LOST_AFTER.total_seconds())


def configure(database_url: str) -> None:
    """Tell DBOS where its tables are: beside the journal's file on SQLite, in a schema of its own on PostgreSQL.

    To be called before `Work` is built.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        url = url.set(database=f"{url.database.removesuffix('.sqlite')}.work.sqlite")
    DBOS(
        config={
            "name": "rumbo",
            "system_database_url": url.render_as_string(hide_password=False),
            "application_version": WORKFLOW_VERSION,
            "log_level": "WARNING",
        }
    )
