"""What is counted for the figures, as queries for both databases: each gives `day`, `key`, `number` and `people`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, Text, and_, case, cast, distinct, extract, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal.records import OutboundState
from channels.journal.schema import Feedback, Handoff, Inbound, Outbound, Person

#: Seconds within which an answer came, or somebody who works here.
WITHIN = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400)
MORE, NEVER = "more", "never"
#: Bubbles that cost nothing.
UNSENT = (OutboundState.PLANNED, OutboundState.SENDING, OutboundState.SUPPRESSED)

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    start: datetime
    end: datetime
    dialect: str

    def holds(self, column: Moment) -> ColumnElement[bool]:
        return and_(column >= self.start, column < self.end)

    def day(self, column: Moment) -> ColumnElement[str]:
        """2026-11-24, in UTC."""
        if self.dialect == "sqlite":
            return func.substr(cast(column, Text), 1, 10)
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD")

    def seconds(self, since: Moment, until: Moment) -> ColumnElement[float]:
        if self.dialect == "sqlite":
            return (func.julianday(until) - func.julianday(since)) * 86_400
        return cast(extract("epoch", until - since), Float)


def messages(span: Span, key: Any = None, *conditions: ColumnElement[bool], by_day: bool = False) -> Select[Any]:
    return _grouped(span, Inbound.received_at, Inbound.person, key, func.count(), *conditions, by_day=by_day)


def outcome() -> ColumnElement[str]:
    """Urgent before anything else, since an alarm is one whatever was answered."""
    return case((Inbound.urgent, literal("urgent")), else_=func.coalesce(Inbound.decision, Inbound.state))


def replies(span: Span) -> Select[Any]:
    within = _within(span.seconds(Inbound.received_at, Inbound.answered_at))
    return messages(span, within, Inbound.answered_at.is_not(None), Inbound.decision.is_not(None))


def speakers(span: Span) -> Select[Any]:
    tag = func.coalesce(Person.language, Person.last_language)
    return _grouped(span, Person.last_seen, Person.person, tag, func.count(), tag.is_not(None))


def waits(span: Span) -> Select[Any]:
    """How long until somebody came; whoever left without, or still waits, is `never`."""
    within = case(
        (Handoff.taken_at.is_(None), literal(NEVER)), else_=_within(span.seconds(Handoff.asked_at, Handoff.taken_at))
    )
    return _grouped(span, Handoff.asked_at, Handoff.person, within, func.count())


def handoffs(span: Span) -> Select[Any]:
    return _grouped(span, Handoff.asked_at, Handoff.person, Handoff.reason, func.count())


def feedback(span: Span) -> Select[Any]:
    key = case((Feedback.good, literal("good")), else_=literal("bad"))
    return _grouped(span, Feedback.given_at, Feedback.person, key, func.count())


def liked(span: Span, *, good: bool) -> Select[Any]:
    chosen = (Feedback.article.is_not(None), Feedback.good.is_(good))
    return _grouped(span, Feedback.given_at, Feedback.person, Feedback.article, func.count(), *chosen)


def sent(span: Span, number: ColumnElement[Any]) -> Select[Any]:
    left = Outbound.state.not_in(UNSENT)
    return _grouped(span, Outbound.created_at, Outbound.person, Outbound.channel, number, left)


def delivery(span: Span) -> Select[Any]:
    return _grouped(span, Outbound.created_at, Outbound.person, Outbound.state, func.count())


def _within(seconds: ColumnElement[float]) -> ColumnElement[str]:
    return case(*((seconds <= edge, literal(str(edge))) for edge in WITHIN), else_=literal(MORE))


def _grouped(
    span: Span,
    at: Moment,
    person: InstrumentedAttribute[str],
    key: Any,
    number: ColumnElement[Any],
    *conditions: ColumnElement[bool],
    by_day: bool = False,
) -> Select[Any]:
    day = span.day(at).label("day") if by_day else literal("").label("day")
    what = literal("").label("key") if key is None else key.label("key")
    query: Select[Any] = select(day, what, number.label("number"), func.count(distinct(person)).label("people"))
    query = query.where(span.holds(at), *conditions)
    if groups := [column for column, is_one in ((day, by_day), (what, key is not None)) if is_one]:
        # By name: a repeated expression with parameters would not be the same one to PostgreSQL.
        query = query.group_by(*(column.name for column in groups))
    return query
