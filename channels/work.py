"""Durable work: one DBOS workflow a message, its id the message's, in order for each person, resumed after a crash.

A workflow's arguments and results are ids and counts, so that DBOS's own tables never hold a text or a number. They
do hold whose message it was, as a pseudonym; `channels.history` forgets that soon after the message is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import timedelta

import structlog
from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID, WorkflowHandleAsync
from dbos import error as dbos_error

from channels import history, metrics, pipeline
from channels.history import History
from channels.journal.records import DueLetter
from channels.message import InboundMessage
from channels.pipeline import Ports
from channels.sending import AccountRefused, SendError

log = structlog.get_logger()

QUEUE = "messages"
#: Never raised: DBOS would leave what older versions had begun lying for ever. What new code cannot continue ends as
#: an error, is forgotten like all that has ended, and begun again by the sweep; the journal knows what is done.
WORKFLOW_VERSION = "1"
#: How often a worker looks for new messages, in seconds; half of it is added to every answer on average.
POLLING = 0.05
#: Messages in work at a time in one process; of each person's, one.
AT_A_TIME = 32
#: Tries of one step, 1, 2 and 4 seconds apart. What still fails gives its place in the queue to others, and the sweep
#: begins it again until it succeeds or is too old.
TRIES = 4
#: A message received this long ago and not answered may have lost its workflow to a crash between two commits.
LOST_AFTER = timedelta(seconds=60)
#: How a workflow learns that a step has failed for now.
POSTPONING = (dbos_error.DBOSMaxStepRetriesExceeded, SendError)


def may_pass(error: BaseException) -> bool:
    """Whether a fault can be over within seconds."""
    return not isinstance(error, AccountRefused)


def name_of(due: DueLetter) -> str:
    """The workflow of one bubble that answers no message."""
    return f"letter-{due.bubble}-{due.planned_at:%Y%m%dT%H%M%S}"


@DBOS.dbos_class()
class Work(DBOSConfiguredInstance):
    """The queue and its worker. One per process; built before DBOS is launched, so that recovery finds it."""

    def __init__(self, ports: Ports, history: History) -> None:
        super().__init__("rumbo")
        self.ports = ports
        self._history = history
        self._forgetting: set[asyncio.Task[None]] = set()

    async def receive(self, message: InboundMessage) -> bool:
        """Keep a message and queue its workflow; False when it was here before. Both are durable when this returns."""
        new = await asyncio.to_thread(self.ports.journal.receive, message)
        if new:
            metrics.RECEIVED.labels(channel=message.channel.value).inc()
        # Also when it is known: a first try may have failed between keeping and queueing.
        await self.enqueue(message.sid, self.ports.journal.person(message.sender))
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
        except (TimeoutError, dbos_error.DBOSException):
            return False
        return True

    @DBOS.workflow()
    async def answer(self, sid: str) -> None:
        """Answer a message, after what the same person wrote before it.

        The queue alone does not keep that order: it goes by the millisecond, on SQLite by the second.
        """
        try:
            earlier = await self.go_through(sid)
            if earlier:
                for each in (*earlier, sid):
                    await self.go_through(each)
        except POSTPONING as error:
            # Later messages of the person wait for this one, and the sweep begins it again.
            log.warning("postponed", sid=sid, error=type(error).__name__)

    async def go_through(self, sid: str) -> list[str]:
        """Decide and deliver; when others have to be answered first, only who they are."""
        try:
            planned = await self.plan(sid)
        except dbos_error.DBOSMaxStepRetriesExceeded:
            planned = await self.excuse(sid)
        for position in range(planned["parts"]):
            await self.deliver(sid, position)
        if planned["erase"]:
            await self.erase(sid)
        return planned["earlier"]

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def plan(self, sid: str) -> pipeline.Plan:
        with metrics.STEP.labels(step="plan").time():
            return await pipeline.plan(sid, self.ports)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def excuse(self, sid: str) -> pipeline.Plan:
        """Decide by tables alone what cannot be decided otherwise."""
        return await pipeline.plan(sid, self.ports, by_tables=True)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES, should_retry=may_pass)
    async def deliver(self, sid: str, position: int) -> None:
        with metrics.STEP.labels(step="deliver").time():
            await pipeline.deliver(sid, position, self.ports)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES)
    async def erase(self, sid: str) -> None:
        """Erase the person who sent a message; nothing when an earlier try did."""
        asked = await asyncio.to_thread(self.ports.journal.load, sid)
        if asked is None:
            return
        with metrics.STEP.labels(step="erase").time():
            erased = await pipeline.erase(asked.person, self.ports)
        # This workflow is still running; what it remembers can go when it has ended. The task is no part of it.
        task = asyncio.create_task(self._forget_when_done(sid, erased), context=Context())
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget_when_done(self, sid: str, others: Sequence[str]) -> None:
        """After a crash meanwhile, the sweep does the same a little later."""
        await self.settled(sid, LOST_AFTER.total_seconds())
        await asyncio.to_thread(self._history.forget, [sid, *others])

    @DBOS.workflow()
    async def write(self, bubble: int) -> None:
        """Send one bubble that answers no message: a correction, or from somebody who works here."""
        try:
            await self.deliver_letter(bubble)
        except POSTPONING as error:
            log.warning("postponed", bubble=bubble, error=type(error).__name__)

    @DBOS.step(retries_allowed=True, max_attempts=TRIES, should_retry=may_pass)
    async def deliver_letter(self, bubble: int) -> None:
        await pipeline.deliver_letter(bubble, self.ports)

    async def enqueue_letter(self, due: DueLetter) -> None:
        """Queue such a bubble among the messages of its person; nothing when it is queued, running or done."""
        with SetWorkflowID(name_of(due)), SetEnqueueOptions(queue_partition_key=due.person):
            await DBOS.enqueue_workflow_async(QUEUE, self.write, due.bubble)

    async def enqueue_letters(self, letters: Sequence[DueLetter]) -> None:
        for letter in letters:
            await self.enqueue_letter(letter)

    async def erase_person(self, person: str) -> None:
        """Erase somebody at once, here and, as soon as the provider answers, there."""
        erased = await asyncio.to_thread(self.ports.journal.erase_person, person)
        await asyncio.to_thread(self._history.forget, erased.provider_sids)
        await pipeline.erase_at_provider(self.ports.journal, self.ports.sender_for)


@asynccontextmanager
async def working(sweeping: Callable[[], Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """The worker at work, and `sweeping` (see `channels.sweep`) beside it."""
    DBOS.launch()
    await DBOS.register_queue_async(
        QUEUE, partition_concurrency=1, worker_concurrency=AT_A_TIME, polling_interval_sec=POLLING
    )
    sweep = asyncio.create_task(sweeping(), name="sweep")
    try:
        yield
    finally:
        sweep.cancel()
        DBOS.destroy()


def configure(database_url: str) -> None:
    """Tell DBOS where its tables are. To be called before `Work` is built."""
    config: DBOSConfig = {
        "name": "rumbo",
        "system_database_url": history.url_of(database_url).render_as_string(hide_password=False),
        "application_version": WORKFLOW_VERSION,
        "log_level": "WARNING",
        # DBOS tries again by itself when a connection turns out to be gone; asking before every use doubles the load.
        "db_engine_kwargs": {"pool_pre_ping": False},
    }
    engine = history.sqlite_engine(database_url)
    if engine is not None:
        config["system_database_engine"] = engine
    DBOS(config=config)
