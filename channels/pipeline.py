"""The way of a message, on one screen. Each step is a module of that name.

    channels.twilio.webhook     verify → parse → receive → 200
    channels.work               one durable workflow a message, in order per person, which calls:

    plan     identify → dialogue → render → fit → commit    decided once, written in one transaction
    deliver  send → record                                  once for each part
    erase    when the person asked for it, after they were told

After a crash `plan` finds what was decided, and `deliver` first asks the provider whether it has the part.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import structlog

from bot.replies import ArticlePart, Decision, Effect, Phrase, Turn
from channels import metrics
from channels.alarms import Alarms
from channels.decide import Dialogue, decide
from channels.fit import fit
from channels.handoff import with_hours
from channels.journal.journal import Journal
from channels.journal.outbox import HANDED_OVER
from channels.journal.records import Due, InboundState, OutboundState, Planned, Taken, TurnFacts
from channels.late import excused, is_late
from channels.limits import Abuse, judge, limited
from channels.media import Media
from channels.message import Channel, InboundMessage, OutboundPart
from channels.office import Office
from channels.render import Wording, render
from channels.sending import AccountRefused, OutsideWindow, Sender, SendError, Stopped, window_open
from knowledge.digest import article_digest
from knowledge.served import serving

log = structlog.get_logger()

#: Messages that are erased at the provider at a time; sending goes on beside it.
ERASED_AT_A_TIME = 8
#: The provider has already told the person about these; a second confirmation would be refused (21610) or noise.
TOLD_BY_PROVIDER = frozenset({"STOP", "HELP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the way of a message needs of the world; `channels.app` puts it together."""

    journal: Journal
    dialogue: Dialogue
    #: The sentences and articles in service at this moment.
    wording: Callable[[], Wording]
    #: Who carries messages to this address, or has the message with this id.
    sender_for: Callable[[str], Sender]
    #: Where a provider fetches a picture or a recording.
    link_to: Callable[[Media], str]
    alarms: Alarms = field(default_factory=Alarms)
    #: Messages of one person that are answered in five minutes; 0 for all.
    flood_limit: int = 0
    #: When people are there; None when nobody said.
    office: Office | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    #: Our own name among the processes that share the work; see `channels.presence`.
    process: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done after a decision: no text, no number."""

    #: Ids of the bubbles, in their order.
    bubbles: tuple[int, ...] = ()
    #: Whether the person is to be erased afterwards.
    erase: bool = False
    #: What has to be answered first; then nothing was decided about this message.
    earlier: tuple[str, ...] = ()
    #: The first of the bubbles, if it may be handed over without another look into the journal.
    taken: Taken | None = None
    #: When the message came in; None when nothing was decided now.
    received_at: datetime | None = None


async def plan(sid: str, ports: Ports, *, by_tables: bool = False) -> Plan:
    """Decide what to reply and write it down, once; `by_tables` when deciding properly has failed too often."""
    due = await asyncio.to_thread(ports.journal.due, sid, recently=bool(ports.flood_limit))
    if due is None:  # erased in this very moment
        return Plan()
    if due.earlier:
        return Plan(earlier=due.earlier)
    received, person = due.received, due.person
    if received.state is not InboundState.RECEIVED:
        # Decided before a crash: an erasure that was asked for then is found by the sweep.
        return Plan(bubbles=tuple(part.id for part in await asyncio.to_thread(ports.journal.plan, sid)))
    with metrics.STEP.labels(step="decide").time():
        decided = await decide_within_limits(due, ports, by_tables=by_tables)
    if decided is None:
        await asyncio.to_thread(ports.journal.ignore, sid)
        return Plan()
    turn, tracker = decided
    if is_late(received.message, person, ports.now()):
        turn = excused(turn)
    wording = ports.wording()
    turn = with_hours(turn, wording, ports.office, turn.country or person.country)
    with metrics.STEP.labels(step="render").time():
        parts = words(turn, received.message, wording, ports.now().date())
    facts = TurnFacts.of(
        turn,
        article_version=told_version(turn, wording, ports.now().date()),
        despite_stop=turn.decision is Decision.URGENT or turn.intent == "help",
    )
    with metrics.STEP.labels(step="commit").time():
        answered = await asyncio.to_thread(
            ports.journal.commit_turn, sid, facts, tracker=tracker, parts=parts, by=ports.process
        )
    count(turn, answered.planned)
    return Plan(
        bubbles=tuple(part.id for part in answered.planned),
        taken=answered.taken,
        erase=Effect.ERASE in turn.effects,
        received_at=received.message.received_at,
    )


def count(turn: Turn, planned: Sequence[Planned]) -> None:
    """For `/metrics` and the log."""
    log.info("decided", decision=turn.decision.value, bubbles=len(planned))
    metrics.DECIDED.labels(decision=turn.decision.value, language=turn.language).inc()
    leaving = [part for part in planned if part.channel is Channel.SMS and part.state in HANDED_OVER]
    metrics.SEGMENTS.labels(language=turn.language).inc(sum(part.segments for part in leaving))


async def decide_within_limits(due: Due, ports: Ports, *, by_tables: bool) -> tuple[Turn, bytes | None] | None:
    """The turn, or what `channels.limits` leaves of it; None when the message gets no answer."""
    message, person, recent = due.received.message, due.person, due.recent
    abuse = None if recent is None else judge(recent, ports.flood_limit)
    if recent is None or abuse is None:
        return await decide(message, person, ports.dialogue, ports.alarms, by_tables=by_tables)
    metrics.LIMITED.labels(why=abuse.value).inc()
    log.warning("limited", sid=message.sid, why=abuse.value)
    if abuse is Abuse.ECHO:
        return None
    turn, tracker = await decide(message, person, ports.dialogue, ports.alarms, by_tables=by_tables)
    left = limited(turn, abuse, recent, ports.flood_limit)
    return None if left is None else (left, tracker if left is turn else person.tracker)


def words(turn: Turn, message: InboundMessage, wording: Wording, today: date) -> tuple[OutboundPart, ...]:
    """The turn in the person's language, fitted to their channel; a sentence of excuse when that fails."""
    if message.opt_out in TOLD_BY_PROVIDER:
        return ()
    folds = wording.register.get(turn.language).fold
    try:
        bubbles = render(turn.replies, wording.reading(turn.reads), tag=turn.language, today=today)
    except Exception:
        log.exception("render_failed", sid=message.sid)
        bubbles = render((Phrase(key="something_broke"),), wording, tag=turn.language, today=today)
    return fit(bubbles, message.channel, folds)


def told_version(turn: Turn, wording: Wording, today: date) -> str | None:
    """The digest of the article that the turn tells, so that who heard it can be told when it was wrong."""
    slug = next((reply.slug for reply in turn.replies if isinstance(reply, ArticlePart)), None)
    article = None if slug is None else wording.library.get(slug)
    if article is None or not serving(article, today=today, allow_unsigned=wording.allow_unsigned).answered:
        return None
    return article_digest(article)


async def deliver(bubble: int, ports: Ports, taken: Taken | None = None) -> None:
    """Hand a planned bubble to the provider and write down that it has it; `taken` when it was taken just now.

    Nothing when it was sent, or the person has stopped us. Raises SendError or HandedOver when trying again can help.
    """
    taken = taken or await asyncio.to_thread(ports.journal.take, bubble, ports.process)
    if taken is None:
        return
    part = taken.part
    try:
        with metrics.STEP.labels(step="send").time():
            provider_sid = await hand_over(taken, ports)
    except SendError as error:
        metrics.SENT.labels(channel=part.channel.value, result=error.code).inc()
        log.warning("not_sent", bubble=part.id, code=error.code, provider_code=error.provider_code)
        if isinstance(error, AccountRefused):
            ports.alarms.ring(f"sending_{part.channel}", str(error))
        elif error.alarm:
            ports.alarms.note("message_refused", str(error))
        if error.retryable:
            raise
        await asyncio.to_thread(ports.journal.mark_failed, part.id, error.code)
        if isinstance(error, Stopped):
            await asyncio.to_thread(ports.journal.stopped_by_provider, part.person)
        return
    metrics.SENT.labels(channel=part.channel.value, result="accepted").inc()
    ports.alarms.clear(f"sending_{part.channel}")
    await asyncio.to_thread(ports.journal.mark_accepted, part.id, provider_sid)


async def hand_over(taken: Taken, ports: Ports) -> str:
    """The provider's id of the part, sent now or found there from a try whose answer was lost."""
    part, number = taken.part, taken.number
    sender = ports.sender_for(number)
    if part.state is OutboundState.SENDING and part.sent_at is not None:
        found = await sender.find_sent(part.text, to=number, channel=part.channel, since=part.sent_at)
        # The same words were perhaps said before: what is known as another bubble is not this one.
        ours = await asyncio.to_thread(ports.journal.strangers, [each.provider_sid for each in found])
        if ours:
            return ours[0]
    if part.channel is Channel.WHATSAPP and not window_open(taken.last_inbound, ports.now()):
        raise OutsideWindow
    link = ports.link_to(Media.read(part.media)) if part.media else None
    accepted = await sender.send(part.text, to=number, channel=part.channel, reference=str(part.id), media=link)
    return accepted.provider_sid


async def erase(person: str, ports: Ports) -> tuple[str, ...]:
    """Delete everything about a person here, then what the provider keeps of it; the ids of what there was."""
    erased = await asyncio.to_thread(ports.journal.finish_erasure, person)
    await erase_at_provider(ports.journal, ports.sender_for)
    return erased.provider_sids


async def erase_at_provider(journal: Journal, sender_for: Callable[[str], Sender]) -> int:
    """Delete at the provider what is already erased here; how much it keeps for now, to be tried by the next sweep."""
    left = await asyncio.to_thread(journal.left_at_provider)
    at_a_time = asyncio.Semaphore(ERASED_AT_A_TIME)

    async def erase_one(provider_sid: str) -> bool:
        async with at_a_time:
            try:
                await sender_for(provider_sid).delete(provider_sid)
            except SendError as error:
                log.warning("not_erased_at_provider", code=error.code, provider_code=error.provider_code)
                return False
            await asyncio.to_thread(journal.erased_at_provider, provider_sid)
            return True

    erased = await asyncio.gather(*(erase_one(each) for each in left))
    if left:
        await asyncio.to_thread(journal.scrub)
    metrics.LEFT.set(erased.count(False))
    return erased.count(False)
