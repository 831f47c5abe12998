"""Counted on both databases, from messages that went the journal's own way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.replies import Decision, Effect
from channels.journal.crypto import Crypto
from channels.journal.figures import Figures, Measure, Number
from channels.journal.journal import Journal
from channels.message import Channel

from .conftest import Clock, MakeMessage, facts, parts


@pytest.fixture
def figures(engine: Engine, crypto: Crypto, clock: Clock) -> Figures:
    return Figures(engine, crypto, clock)


class Writes:
    """People who write, and are answered three seconds later."""

    def __init__(self, journal: Journal, message: MakeMessage, clock: Clock) -> None:
        self.journal, self.message, self.clock = journal, message, clock
        self.sent = 0

    def __call__(self, who: int, at: datetime | None = None, *, channel: Channel = Channel.SMS, **turn: object) -> None:
        self.sent += 1
        sid = f"SM{self.sent}"
        self.journal.receive(self.message(sid, sender=f"+1555010{who:04}", channel=channel, received_at=at))
        now = self.clock.now
        self.clock.now = (at or now) + timedelta(seconds=3)
        for bubble in self.journal.commit_turn(sid, facts(**turn), tracker=None, parts=parts("uno", "dos")).planned:
            self.journal.take(bubble.id)
            self.journal.mark_accepted(bubble.id, f"{sid}-{bubble.position}")
        self.clock.now = now


@pytest.fixture
def writes(journal: Journal, message: MakeMessage, clock: Clock) -> Writes:
    return Writes(journal, message, clock)


def number(count: int, people: int) -> Number:
    return Number(number=count, people=people)


def test_period_counts_messages_and_the_people_behind_them(figures: Figures, writes: Writes, clock: Clock) -> None:
    """By day, decision, channel, language, article; days are UTC, and what is older than the period does not count."""
    yesterday, long_ago = clock.now - timedelta(days=1), clock.now - timedelta(days=7)
    writes(1, article="us-asylum-fees", article_version="v1")
    writes(1, article="us-asylum-fees", article_version="v1")
    writes(2, decision=Decision.DECLINE, language="en", channel=Channel.WHATSAPP)
    writes(2, yesterday, decision=Decision.URGENT, danger="lost")
    writes(3, long_ago)
    clock.forward(minutes=1)
    figures.count(7)
    period = figures.period(7)

    assert period is not None
    assert period.all == number(4, 2)
    assert period.of(Measure.DECISION) == {"answer": number(2, 1), "decline": number(1, 1), "urgent": number(1, 1)}
    assert period.of(Measure.MESSAGES) == {"sms": number(3, 2), "whatsapp": number(1, 1)}
    assert period.of(Measure.LANGUAGE) == {"es": number(3, 2), "en": number(1, 1)}
    assert period.of(Measure.SERVED) == {"us-asylum-fees": number(2, 1)}
    assert period.of(Measure.REPLY) == {"5": number(4, 2)}
    assert period.of(Measure.SENT) == {"sms": number(6, 2), "whatsapp": number(2, 1)}
    assert period.of(Measure.SEGMENTS)["sms"].number == 6
    assert period.of(Measure.HANDOFF) == {"lost": number(1, 1)}
    assert period.of(Measure.WAIT) == {"never": number(1, 1)}
    assert (len(period.dates), period.dates[0], period.dates[-1]) == (7, "2026-09-25", "2026-10-01")
    assert period.daily["2026-09-30"][Measure.ALL] == {"": number(1, 1)}
    assert period.daily["2026-10-01"][Measure.DECISION] == {"answer": number(2, 1), "decline": number(1, 1)}


def test_people_are_counted_in_the_language_that_they_chose(figures: Figures, writes: Writes, clock: Clock) -> None:
    """A choice counts more than the language of the last answer."""
    writes(1, chosen_language="mam")
    writes(1)
    writes(2)
    clock.forward(minutes=1)
    figures.count(7)
    period = figures.period(7)

    assert period is not None
    assert period.of(Measure.SPEAKS) == {"mam": number(1, 1), "es": number(1, 1)}


def test_feedback_is_counted_by_article(figures: Figures, writes: Writes, clock: Clock) -> None:
    """It belongs to what the person was told before."""
    writes(1, article="us-daca", article_version="v1")
    clock.forward(minutes=1)
    writes(1, decision=Decision.COMMAND, effects=frozenset({Effect.FEEDBACK_BAD}))
    clock.forward(minutes=1)
    figures.count(7)
    period = figures.period(7)

    assert period is not None
    assert period.of(Measure.FEEDBACK) == {"bad": number(1, 1)}
    assert period.of(Measure.DISLIKED) == {"us-daca": number(1, 1)}
    assert period.of(Measure.LIKED) == {}


def test_period_is_counted_when_it_is_due(figures: Figures, writes: Writes, clock: Clock) -> None:
    """Not twice within minutes; then anew as a whole, without whom was erased meanwhile."""
    assert figures.period(7) is None
    writes(1)
    writes(2)
    clock.forward(seconds=10)
    first, again = figures.count(7), figures.count(7)
    writes.journal.erase("+15550100001")
    clock.forward(hours=1)
    later = figures.count(7)
    period = figures.period(7)

    assert (first, again, later) == (True, False, True)
    assert period is not None
    assert period.counted_at == clock.now
    assert period.all == number(1, 1)


def test_period_of_a_service_that_nobody_wrote_to(figures: Figures) -> None:
    """Is there, and empty."""
    figures.count(7)
    period = figures.period(7)

    assert period is not None
    assert period.all == number(0, 0)
    assert period.daily == {}
