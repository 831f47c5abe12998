"""From counts to the tables of the figures."""

from __future__ import annotations

from datetime import UTC, datetime

from channels.console.chart import chart, scale
from channels.console.report import report
from channels.journal.figures import Measure, Number, Numbers, Period
from channels.message import Channel
from channels.prices import Price

PRICE = Price(price=0.01, per="segment", estimate=True, source="", as_of=datetime(2026, 1, 1, tzinfo=UTC).date())
PRICES = dict.fromkeys(Channel, PRICE)


def many(**counts: int) -> dict[str, Number]:
    return {key: Number(number=count, people=count) for key, count in counts.items()}


def period(daily: dict[str, dict[str, Numbers]] | None = None, **whole: Numbers) -> Period:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return Period(days=7, counted_at=now, whole=whole, daily=daily or {})


def test_shares_are_of_questions() -> None:
    """Commands and danger are no questions."""
    made = report(
        period(all=many(**{"": 200}), decision=many(answer=60, offer=20, decline=20, command=80, urgent=20)), PRICES
    )

    assert made.shares == {"answer": 0.6, "offer": 0.2, "decline": 0.2}
    assert made.messages == 200
    assert [(row.key, row.cells[0]) for row in made.tables[0].rows][-1] == ("other", 80)


def test_share_of_few_is_not_told_by_the_others() -> None:
    """Three declined: no share is shown, since they add up to one."""
    made = report(period(all=many(**{"": 100}), decision=many(answer=80, offer=17, decline=3)), PRICES)

    assert set(made.shares.values()) == {None}
    assert [(row.key, row.cells[0]) for row in made.tables[0].rows] == [("answer", 80), ("", 20)]


def test_days_of_few_show_nothing_and_are_told_apart_from_quiet_ones() -> None:
    """A day with three people is hidden with another; one on which nobody wrote is zero."""
    counts = {"2026-11-20": 3, "2026-11-21": 30, "2026-11-22": 9}
    daily = {day: {Measure.ALL: many(**{"": count})} for day, count in counts.items()}
    made = report(period(daily, all=many(**{"": 42})), PRICES)
    cells = {row.key: row.cells[0] for row in made.by_day.rows}

    assert (cells["2026-11-20"], cells["2026-11-21"], cells["2026-11-22"], cells["2026-11-24"]) == (None, 30, None, 0)
    assert cells[""] == 12


def test_outcomes_by_day_put_small_columns_together_before_they_hide_days() -> None:
    """One urgent message a day is part of the rest, and every day is shown."""
    dates = [f"2026-11-{day}" for day in range(18, 25)]
    daily = {day: {Measure.DECISION: many(answer=20, decline=10, command=9, urgent=1)} for day in dates}
    whole = many(answer=140, decline=70, command=63, urgent=7)
    made = report(period(daily, all=many(**{"": 280}), decision=whole), PRICES).outcomes_by_day

    assert made.columns == ("answer", "decline", "rest")
    assert [row.cells for row in made.rows] == [(20, 10, 10)] * 7


def test_cost_is_that_of_segments() -> None:
    """By channel and in all, estimated."""
    made = report(period(all=many(**{"": 50}), sent=many(sms=40), segments=many(sms=100)), PRICES)

    assert made.cost == 1.0


def test_half_of_the_answers() -> None:
    """The least time that half, and 95 of 100, stayed below."""
    made = report(period(all=many(**{"": 100}), reply=many(**{"1": 30, "2": 40, "5": 20, "10": 10})), PRICES)

    assert (made.half_within, made.most_within) == ("2", "10")


def test_feedback_of_an_article_needs_people_on_both_sides() -> None:
    """Three who were not helped are not shown, and not told by the others."""
    made = report(period(liked=many(a=20, b=9, c=12), disliked=many(a=9, b=3, c=7)), PRICES)
    table = made.tables[-1]

    assert [(row.key, row.cells) for row in table.rows] == [("a", (20, 9)), ("", (21, 10))]


def test_chart_stands_on_its_floor_and_below_its_top() -> None:
    """Bars of a stack touch, days without numbers are gaps, and the axis ends above the highest."""
    made = chart([("mon", (3, 4)), ("tue", (None, None)), ("wed", (10, 0))], ("a", "b"), stacked=True)

    assert made is not None
    first, second, third = made.bars
    assert first.y + first.height == made.floor
    assert second.y + second.height == first.y
    assert third.y >= 0
    assert [gap.label for gap in made.gaps] == ["tue"]
    assert chart([("mon", (None,))], ("a",), stacked=False) is None


def test_scale_counts_in_whole_numbers() -> None:
    """Nobody writes half a message."""
    assert [scale(top) for top in (1, 7, 43, 99, 100_001)] == [(1, 1), (2, 8), (10, 50), (20, 100), (50_000, 150_000)]
