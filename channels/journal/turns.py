"""The one transaction in which a decision becomes fact: dialogue state, planned bubbles, effects, original deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, literal, select, update

from bot.replies import Decision, Effect
from channels.journal import alerts
from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto
from channels.journal.outbox import TO_WHOM
from channels.journal.records import Answered, Committed, InboundState, OutboundState, Planned, Taken, TurnFacts
from channels.journal.schema import Feedback, Handoff, Inbound, Outbound, Person, Tracker
from channels.message import Channel, OutboundPart

#: The intent of a message that somebody who works here is to answer.
TO_OPERATOR = "to_operator"
#: What the person asked of us, and is told that we did, even if they have stopped us.
ALWAYS_CONFIRMED = frozenset({Effect.STOP, Effect.START, Effect.ERASE})
MOMENT = Person.stopped_at.type
# Statements of the way of a message are built once: building one takes longer than the database takes to answer it.
HELD = (
    select(Inbound.person, Inbound.channel, Inbound.state, Person.taken_by, *TO_WHOM)
    .join(Person, Person.person == Inbound.person)
    .where(Inbound.sid == bindparam("sid"))
    .with_for_update()
)
CLOSE = update(Inbound).where(Inbound.sid == bindparam("this"))
REMEMBER = update(Person).where(Person.person == bindparam("who"))
SAVE = update(Tracker).where(Tracker.person == bindparam("who"))
PLAN = insert(Outbound).returning(Outbound.id, sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The message that a turn answers."""

    sid: str
    person: str
    channel: str
    stopped: bool
    #: Who answers in the service's place, when somebody does.
    taken_by: str | None
    number_sealed: bytes = field(repr=False)
    #: When the person last wrote on this channel.
    last_inbound: datetime | None


def commit(c: Connection, crypto: Crypto, sid: str, turn: Committed, now: datetime) -> Answered | None:
    """Write a turn; nothing and None when it was written before, or when the message was erased meanwhile."""
    asked = waiting(c, sid)
    if asked is None:
        return None
    if asked.taken_by is not None and not is_said_anyway(turn.facts):
        turn = silent(turn)
    facts = turn.facts
    close(c, sid, facts, now)
    remember(c, crypto, asked.person, facts, now)
    if turn.tracker is not None:
        save_tracker(c, asked, crypto.seal_bytes(turn.tracker), now)
    planned = plan(c, crypto, asked, turn, now)
    hand_off(c, asked, facts, now)
    take_feedback(c, asked, facts, now)
    if Effect.ALERT in facts.effects and facts.article is not None:
        alerts.ask(c, person=asked.person, sid=asked.sid, article=facts.article, now=now)
    return Answered(planned=planned, taken=taken(crypto, asked, planned))


def taken(crypto: Crypto, asked: Asked, planned: Sequence[Planned]) -> Taken | None:
    """The first bubble as it was before `plan` took it; None when it did not."""
    if not planned or planned[0].state is not OutboundState.SENDING:
        return None
    before = replace(planned[0], state=OutboundState.PLANNED, sent_at=None)
    return Taken(part=before, number=crypto.open(asked.number_sealed), last_inbound=asked.last_inbound)


def is_said_anyway(facts: TurnFacts) -> bool:
    """Whether it is said although the person stopped us, or somebody who works here answers them."""
    return facts.despite_stop or bool(facts.effects & ALWAYS_CONFIRMED)


def silent(turn: Committed) -> Committed:
    """What remains of a turn when somebody else answers: the message is read and kept, the dialogue does not go on."""
    facts = TurnFacts(intent=TO_OPERATOR, decision=Decision.COMMAND, language=turn.facts.language)
    return Committed(facts=facts, tracker=None, parts=(), by=turn.by)


def waiting(c: Connection, sid: str) -> Asked | None:
    """The message, if it still waits for its answer; held until the transaction ends."""
    found = c.execute(HELD, {"sid": sid}).first()
    if found is None or found.state != InboundState.RECEIVED:
        return None
    return Asked(
        sid=sid,
        person=found.person,
        channel=found.channel,
        stopped=found.stopped_at is not None,
        taken_by=found.taken_by,
        number_sealed=found.number_sealed,
        last_inbound={Channel.SMS: found.last_sms_at, Channel.WHATSAPP: found.last_whatsapp_at}[found.channel],
    )


def close(c: Connection, sid: str, facts: TurnFacts, now: datetime) -> None:
    values = {
        "state": InboundState.ANSWERED,
        "text_sealed": None,
        "answered_at": now,
        "language": facts.language,
        "intent": facts.intent,
        "decision": facts.decision,
        "article": facts.article,
        "article_version": facts.article_version,
        "score": facts.score,
        "urgent": facts.urgent,
    }
    c.execute(CLOSE, {"this": sid, **values})


def remember(c: Connection, crypto: Crypto, person: str, facts: TurnFacts, now: datetime) -> None:
    saved: dict[str, Any] = {"answered_at": now, "last_language": facts.language}
    if facts.decision is not Decision.COMMAND:
        saved["last_decision"] = facts.decision
    if facts.article is not None:
        saved["last_article"] = facts.article
    if facts.chosen_language is not None:
        # Whoever chooses one of the register does not speak the other one, or not that town's.
        saved["language"] = facts.chosen_language
        saved["other_language_sealed"] = None
    if facts.country is not None:
        saved["country"] = facts.country
    if facts.other_language is not None:
        saved["other_language_sealed"] = crypto.seal(facts.other_language)
    if facts.town is not None:
        saved["town_sealed"] = crypto.seal(facts.town)
    if Effect.START in facts.effects:
        saved["stopped_at"] = None
    if Effect.ERASE in facts.effects:
        saved["erase_asked_at"] = now
    c.execute(REMEMBER, {"who": person, **saved})
    if Effect.STOP in facts.effects and Effect.START not in facts.effects:
        first = func.coalesce(Person.stopped_at, literal(now, MOMENT))
        c.execute(update(Person).where(Person.person == person).values(stopped_at=first))


def save_tracker(c: Connection, asked: Asked, sealed: bytes, now: datetime) -> None:
    values = {"state_sealed": sealed, "last_sid": asked.sid, "updated_at": now}
    if not c.execute(SAVE, {"who": asked.person, **values}).rowcount:
        insert_new(c, Tracker, person=asked.person, **values)


def plan(c: Connection, crypto: Crypto, asked: Asked, turn: Committed, now: datetime) -> tuple[Planned, ...]:
    despite_stop = is_said_anyway(turn.facts)
    silent = asked.stopped and not despite_stop
    at_once = {"state": OutboundState.SENDING, "attempts": 1, "sent_at": now, "taken_by": turn.by}
    rows = [
        {
            "sid": asked.sid,
            "position": position,
            "person": asked.person,
            "channel": asked.channel,
            "text_sealed": crypto.seal(part.text),
            "media_sealed": crypto.seal(part.media) if part.media else None,
            "segments": part.segments,
            "encoding": part.encoding,
            "state": OutboundState.SUPPRESSED if silent else OutboundState.PLANNED,
            "despite_stop": despite_stop,
            "attempts": 0,
            "sent_at": None,
            "taken_by": None,
            "created_at": now,
            "state_at": now,
            **(at_once if turn.by is not None and position == 0 and not silent else {}),
        }
        for position, part in enumerate(turn.parts)
    ]
    ids = c.execute(PLAN, rows).scalars().all() if rows else ()
    return tuple(as_written(id, row, part) for id, row, part in zip(ids, rows, turn.parts, strict=True))


def as_written(id: int, row: Mapping[str, Any], part: OutboundPart) -> Planned:
    return Planned(
        id=id,
        sid=row["sid"],
        position=row["position"],
        person=row["person"],
        channel=Channel(row["channel"]),
        text=part.text,
        media=part.media,
        segments=part.segments,
        encoding=part.encoding,
        state=row["state"],
        attempts=row["attempts"],
        provider_sid=None,
        sent_at=row["sent_at"],
    )


def hand_off(c: Connection, asked: Asked, facts: TurnFacts, now: datetime) -> None:
    """Put the person on the operators' list, once for each reason until it is closed."""
    if facts.urgent:
        reason = facts.danger or "urgent"
    elif Effect.HANDOFF in facts.effects:
        reason = "human"
    else:
        return
    listed = select(Handoff.id).where(
        Handoff.person == asked.person, Handoff.reason == reason, Handoff.closed_at.is_(None)
    )
    if c.execute(listed.limit(1)).first() is None:
        values = {"person": asked.person, "sid": asked.sid, "reason": reason, "urgent": facts.urgent}
        taken = {"taken_by": asked.taken_by, "taken_at": now} if asked.taken_by is not None else {}
        c.execute(insert(Handoff).values(**values, **taken, asked_at=now))
    if asked.taken_by is None:
        waits: dict[Any, Any] = {Person.waiting_at: func.coalesce(Person.waiting_at, literal(now, MOMENT))}
        if facts.urgent:
            waits[Person.waiting_urgent] = True
        c.execute(update(Person).where(Person.person == asked.person).values(waits))


def take_feedback(c: Connection, asked: Asked, facts: TurnFacts, now: datetime) -> None:
    given = facts.effects & {Effect.FEEDBACK_GOOD, Effect.FEEDBACK_BAD}
    if not given:
        return
    told = (
        select(Inbound.article)
        .where(Inbound.person == asked.person, Inbound.sid != asked.sid, Inbound.article.is_not(None))
        .order_by(Inbound.received_at.desc())
        .limit(1)
    )
    values = {"person": asked.person, "sid": asked.sid, "article": c.execute(told).scalar()}
    c.execute(insert(Feedback).values(**values, good=Effect.FEEDBACK_GOOD in given, given_at=now))
