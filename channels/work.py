"""Durable work: one DBOS workflow a message, its id the message's, in order for each person, begun again after a crash.

A workflow has no steps that DBOS remembers: the journal knows what was decided and what was sent, so everything can be
done again from the start, and a message costs half as many trips to the database. A workflow's argument is an id, so
that DBOS's own tables never hold a text or a number. They do hold whose message it was, as a pseudonym;
`channels.history` forgets that soon after the message is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import timedelta
from typing import TypeVar

import structlog
from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID, WorkflowHandleAsync
from dbos import error as dbos_error
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from channels import history, metrics, pipeline
from channels.history import History
from channels.journal.errors import HandedOver
from channels.journal.outbox import ON_ITS_WAY
from channels.journal.records import DueLetter, Taken
from channels.logs import traced
from channels.message import InboundMessage
from channels.pipeline import Ports
from channels.presence import Presence
from channels.sending import AccountRefused

log = structlog.get_logger()

QUEUE = "messages"
#: Never raised: DBOS would leave what older versions had begun lying for ever. What new code cannot continue ends as
#: an error, is forgotten like all that has ended, and begun again by the sweep; the journal knows what is done.
WORKFLOW_VERSION = "1"
#: How often a worker looks for new messages, in seconds; half of it is added to every answer on average. Looking
#: twice as often costs a message 0.8 ms of the processor when there are many.
POLLING = 0.1
#: Messages in work at a time in one process; of each person's, one.
AT_A_TIME = 32
#: Of these, how many are decided at a time. Deciding is arithmetic: more at a time are no quicker, and whoever asks for
#: the interpreter meanwhile, webhooks above all, waits longer for it.
DECIDING = 2
#: Messages that are just coming in go first: Twilio waits for our acknowledgement, and people behind it. Deciding
#: waits for a gap between them, though never longer than GAPS × GAP seconds.
GAP, GAPS = 0.01, 10
#: On PostgreSQL, what DBOS writes is on the disk a moment later than it is done. Should the database's machine lose its
#: power in that moment, a message has lost its workflow, or has an old one: the journal knows what is done, and the
#: sweep begins the rest again. The journal itself waits for the disk.
NOT_AT_ONCE = "-c synchronous_commit=off"
#: Threads that wait for the database; it has 20 connections for them.
THREADS = 12
#: Tries of one step, 1, 2 and 4 seconds apart. What still fails gives its place in the queue to others, and the sweep
#: begins it again until it succeeds or is too old.
TRIES = 4
#: A message received this long ago and not answered may have lost its workflow to a crash between two commits.
LOST_AFTER = timedelta(seconds=60)
#: No fault makes a workflow wait longer than this many seconds for its next try.
LONGEST_WAIT = 30.0

#: The database does not answer, is locked or full; what it says of a single row is something else.
DATABASE_AWAY = (OperationalError, InterfaceError, NoConnection)

T = TypeVar("T")


async def patiently(step: str, act: Callable[[], Awaitable[T]]) -> T:
    """What `act` gives, tried TRIES times. Raises what the last try raised, and at once what cannot pass soon.

    What it does must be safe to do again: nothing is remembered but what the journal knows.
    """
    for wait in (2**number for number in range(TRIES - 1)):
        try:
            with metrics.STEP.labels(step=step).time():
                return await act()
        except AccountRefused:
            raise
        except Exception as error:
            log.warning("tried_again", step=step, error=type(error).__name__)
            await asyncio.sleep(min(LONGEST_WAIT, getattr(error, "retry_after", None) or wait))
    with metrics.STEP.labels(step=step).time():
        return await act()


def name_of(due: DueLetter) -> str:
    """The workflow of one bubble that answers no message."""
    return f"letter-{due.bubble}-{due.planned_at:%Y%m%dT%H%M%S}"


@DBOS.dbos_class()
class Work(DBOSConfiguredInstance):
    """The queue and its worker. One per process; built before DBOS is launched."""

    def __init__(self, ports: Ports, history: History) -> None:
        super().__init__("rumbo")
        self.ports = ports
        self._history = history
        self._forgetting: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        self._deciding = asyncio.Semaphore(DECIDING)
        self._coming_in = 0

    async def receive(self, message: InboundMessage) -> bool:
        """Keep a message and queue its workflow; False when it was here before. It is safe when this returns."""
        self._coming_in += 1
        try:
            new = await asyncio.to_thread(self.ports.journal.receive, message)
            if new:
                metrics.RECEIVED.labels(channel=message.channel.value).inc()
            # Also when it is known: a first try may have failed between keeping and queueing.
            await self.enqueue(message.sid, self.ports.journal.person(message.sender))
        finally:
            self._coming_in -= 1
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
        except Exception as error:
            # Later messages of the person wait for this one, and the sweep begins it again.
            log.warning("postponed", sid=sid, error=type(error).__name__)

    async def go_through(self, sid: str) -> Sequence[str]:
        """Decide and deliver; when others have to be answered first, only who they are."""
        with traced(sid):
            return await self._go_through(sid)

    async def _go_through(self, sid: str) -> Sequence[str]:
        try:
            planned = await patiently("plan", lambda: self._plan(sid))
        except DATABASE_AWAY:
            # Nothing can be decided now, and everything when it is back.
            raise
        except Exception:
            # By tables alone what cannot be decided otherwise.
            planned = await patiently("plan", lambda: pipeline.plan(sid, self.ports, by_tables=True))
        for at, bubble in enumerate(planned.bubbles):
            await self.deliver(bubble, planned.taken if at == 0 else None)
        if planned.received_at is not None:
            metrics.ANSWER.observe((self.ports.now() - planned.received_at).total_seconds())
        if planned.erase:
            await patiently("erase", lambda: self.erase(sid))
        return planned.earlier

    async def _plan(self, sid: str) -> pipeline.Plan:
        async with self._deciding:
            for _ in range(GAPS):
                if not self._coming_in:
                    break
                await asyncio.sleep(GAP)
            return await pipeline.plan(sid, self.ports)

    async def deliver(self, bubble: int, taken: Taken | None = None) -> None:
        """Hand a bubble over; `taken` counts for the first try alone, later ones look whether that arrived."""
        tries = iter([taken])
        await patiently("deliver", lambda: self._deliver_alone(bubble, next(tries, None)))

    async def _deliver_alone(self, bubble: int, taken: Taken | None = None) -> None:
        """Not while an older workflow of this process, which another one took over by mistake, still does the same."""
        if bubble in self._in_hand:
            raise HandedOver(ON_ITS_WAY.total_seconds())
        self._in_hand.add(bubble)
        try:
            await pipeline.deliver(bubble, self.ports, taken)
        finally:
            self._in_hand.discard(bubble)

    async def erase(self, sid: str) -> None:
        """Erase the person who sent a message; nothing when an earlier try did."""
        asked = await asyncio.to_thread(self.ports.journal.load, sid)
        if asked is None:
            return
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
            await self.deliver(bubble)
        except Exception as error:
            log.warning("postponed", bubble=bubble, error=type(error).__name__)

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
async def working(presence: Presence, *beside: Callable[[], Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """The worker at work under its name, and what runs `beside` it for ever (see `sweep`, `recovery`).

    Raises ConfigurationError when another living process has our name.
    """
    await asyncio.to_thread(presence.arrive)
    DBOS.launch()
    await DBOS.register_queue_async(
        QUEUE, partition_concurrency=1, worker_concurrency=AT_A_TIME, polling_interval_sec=POLLING
    )
    tasks = [asyncio.create_task(each()) for each in (presence.keep, *beside)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        DBOS.destroy()
        presence.leave()


def configure(database_url: str, presence: Presence) -> None:
    """Tell DBOS where its tables are and who we are. To be called before `Work` is built."""
    config: DBOSConfig = {
        "name": "rumbo",
        "system_database_url": history.url_of(database_url).render_as_string(hide_password=False),
        "application_version": WORKFLOW_VERSION,
        # Never seen before, so that DBOS recovers nothing by itself: it would put it beside the order of the queue.
        "executor_id": presence.incarnation,
        "log_level": "WARNING",
        "db_engine_kwargs": {
            # DBOS tries again by itself when a connection turns out to be gone; asking before every use doubles the
            # load.
            "pool_pre_ping": False,
            "pool_use_lifo": True,
            "connect_args": {"application_name": "rumbo work", "options": NOT_AT_ONCE},
        },
        "max_executor_threads": THREADS,
        # For what we do not use, and by default a hundred times a second.
        "notification_coalesce_sec": 1.0,
    }
    engine = history.sqlite_engine(database_url)
    if engine is not None:
        config["system_database_engine"] = engine
    DBOS(config=config)
