"""The door to the console's figures: counted now and then in the background, read in milliseconds.

A count reads every message of the period, which takes seconds when there are a million; so a period is counted again
after a hundred times as long as counting took. Each number comes with how many people are behind it, since what few
are behind must not be shown (`channels.console.few`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from channels.journal import counts
from channels.journal.connect import READS, insert_new
from channels.journal.door import Door
from channels.journal.figures_schema import Counted, Figure
from channels.journal.schema import Inbound, Outbound

#: Who counts has this long before somebody else may begin.
LEASE = timedelta(minutes=15)
#: A period is not counted again sooner than this, nor before this many times what counting it took.
SOONEST, SHARE = timedelta(minutes=2), 100


class Measure(StrEnum):
    #: Received, by channel; and all of them, also by day.
    MESSAGES = "messages"
    ALL = "all"
    #: By what became of them, also by day.
    DECISION = "decision"
    #: By the language of the answer.
    LANGUAGE = "language"
    #: People, by the language they chose or were last answered in.
    SPEAKS = "speaks"
    #: Answers that told an article, by article.
    SERVED = "served"
    #: Messages answered, by how long that took at most (seconds), or `more`.
    REPLY = "reply"
    #: People who waited for somebody who works here, in the same way; or `never`.
    WAIT = "wait"
    #: Why somebody who works here was asked for.
    HANDOFF = "handoff"
    #: `good` or `bad`; and each by article.
    FEEDBACK = "feedback"
    LIKED = "liked"
    DISLIKED = "disliked"
    #: Bubbles and segments that were sent, by channel.
    SENT = "sent"
    SEGMENTS = "segments"
    #: Bubbles by what became of them at the provider.
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    number: int
    #: How many different people are behind it.
    people: int


NOTHING = Number(number=0, people=0)
#: By key; for those by day the key is within the day.
Numbers = Mapping[str, Number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Everything that was counted for a period, at one moment."""

    days: int
    counted_at: datetime
    whole: Mapping[str, Numbers]
    #: By day, then measure.
    daily: Mapping[str, Mapping[str, Numbers]]

    def of(self, measure: Measure) -> Numbers:
        return self.whole.get(measure, {})

    @property
    def all(self) -> Number:
        return self.of(Measure.ALL).get("", NOTHING)

    @property
    def dates(self) -> tuple[str, ...]:
        """Every day of the period, also those on which nothing happened."""
        last = self.counted_at.date()
        return tuple(str(last - timedelta(days=back)) for back in reversed(range(self.days)))


class Figures(Door):
    def period(self, days: int) -> Period | None:
        """What was counted last for this many days; None before the first count."""
        with self._read() as c:
            counted_at = c.execute(select(Counted.counted_at).where(Counted.period == days)).scalar()
            if counted_at is None:
                return None
            rows = c.execute(
                select(Figure.day, Figure.measure, Figure.key, Figure.number, Figure.people).where(
                    Figure.period == days
                )
            ).all()
        whole: dict[str, dict[str, Number]] = {}
        daily: dict[str, dict[str, dict[str, Number]]] = {}
        for day, measure, key, number, people in rows:
            place = daily.setdefault(day, {}) if day else whole
            place.setdefault(measure, {})[key] = Number(number=number, people=people)
        return Period(days=days, counted_at=counted_at, whole=whole, daily=daily)

    def count(self, days: int) -> bool:
        """Count a period anew if that is due and nobody else does; whether it was counted."""
        now = self._clock()
        if not self._claim(days, now):
            return False
        began = time.monotonic()
        rows = self._counted(days, now)
        took = timedelta(seconds=time.monotonic() - began)
        due = now + max(SOONEST, SHARE * took)
        with self._write() as c:
            c.execute(delete(Figure).where(Figure.period == days))
            if rows:
                c.execute(insert(Figure), rows)
            c.execute(update(Counted).where(Counted.period == days).values(counted_at=now, next_at=due))
        return True

    def _claim(self, days: int, now: datetime) -> bool:
        with self._write() as c:
            mine = update(Counted).where(Counted.period == days, Counted.next_at <= now).values(next_at=now + LEASE)
            if c.execute(mine).rowcount:
                return True
            return insert_new(c, Counted, period=days, next_at=now + LEASE)

    def _counted(self, days: int, now: datetime) -> list[dict[str, Any]]:
        # Not `_write`: nobody may wait for a count. One transaction, so that the numbers belong together.
        with self._engine.execution_options(**{READS: True}).begin() as c:
            if c.dialect.name == "postgresql":
                c.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                c.exec_driver_sql("SET LOCAL statement_timeout = '10min'")
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            span = counts.Span(start=midnight - timedelta(days=days - 1), end=now, dialect=c.dialect.name)
            return [{"period": days, **row} for measure, query in queries(span) for row in _rows(c, measure, query)]


def _rows(c: Connection, measure: Measure, query: Select[Any]) -> Iterator[dict[str, Any]]:
    for row in c.execute(query):
        key = "" if row.key is None else str(row.key)
        yield {"day": row.day, "measure": measure, "key": key, "number": row.number or 0, "people": row.people}


def queries(span: counts.Span) -> Iterator[tuple[Measure, Select[Any]]]:
    """Every count of a period; each gives day, key, number and people."""
    yield Measure.ALL, counts.messages(span)
    yield Measure.ALL, counts.messages(span, by_day=True)
    yield Measure.MESSAGES, counts.messages(span, Inbound.channel)
    yield Measure.DECISION, counts.messages(span, counts.outcome())
    yield Measure.DECISION, counts.messages(span, counts.outcome(), by_day=True)
    yield Measure.LANGUAGE, counts.messages(span, Inbound.language, Inbound.language.is_not(None))
    yield Measure.SERVED, counts.messages(span, Inbound.article, Inbound.article_version.is_not(None))
    yield Measure.REPLY, counts.replies(span)
    yield Measure.SPEAKS, counts.speakers(span)
    yield Measure.WAIT, counts.waits(span)
    yield Measure.HANDOFF, counts.handoffs(span)
    yield Measure.FEEDBACK, counts.feedback(span)
    yield Measure.LIKED, counts.liked(span, good=True)
    yield Measure.DISLIKED, counts.liked(span, good=False)
    yield Measure.SENT, counts.sent(span, func.count())
    yield Measure.SEGMENTS, counts.sent(span, func.sum(Outbound.segments))
    yield Measure.DELIVERY, counts.delivery(span)
