"""A period's figures as tables, with what few people are behind left out. Pure: no words, only their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from channels.console import few
from channels.journal.counts import MORE, NEVER, WITHIN
from channels.journal.figures import NOTHING, Measure, Number, Numbers, Period
from channels.message import Channel
from channels.prices import Price

#: What became of messages, in the order in which it is shown; whatever else there is counts as `other`.
OUTCOMES = ("answer", "offer", "decline", "urgent", "other")
#: Outcomes that are one column in the table by day.
REST = "rest"
#: Of so many days one may be hidden before columns are put together instead.
MOST_HIDDEN = 4
#: Of these the shares are of all questions, not of all messages.
QUESTIONS = ("answer", "offer", "decline")
#: Longer lists would not be read.
MOST = 15

#: None is a number that few people are behind.
Cell = float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    #: What the row is about: a day, a language, an article … Empty for all that are put together.
    key: str
    cells: tuple[Cell, ...]
    #: Of the table's total, 0–1.
    share: float | None = None
    #: How many entries are put together here.
    together: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    #: Keys of the columns' names.
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    total: Row | None = None

    @property
    def empty(self) -> bool:
        return not self.rows and self.total is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    period: Period
    messages: Cell
    people: Cell
    #: Shares of all questions, 0–1.
    shares: Mapping[str, float | None]
    #: Share of those who said whether an answer helped, 0–1.
    helped: float | None
    #: US dollars.
    cost: Cell
    #: Seconds within which half and 95 of 100 answers were ready; None when that cannot be said.
    half_within: str | None
    most_within: str | None
    by_day: Table
    outcomes_by_day: Table
    tables: tuple[Table, ...] = field(default=())

    @property
    def all_tables(self) -> tuple[Table, ...]:
        return (self.by_day, self.outcomes_by_day, *self.tables)


def report(period: Period, prices: Mapping[Channel, Price]) -> Report:
    outcomes = merged(period.of(Measure.DECISION))
    shown = few.parts(outcomes, period.all)
    costs = cost(period, prices)
    return Report(
        period=period,
        messages=visible(period.all),
        people=float(period.all.people) if few.may_be_shown(period.all) else None,
        shares=shares(shown.shown, outcomes),
        helped=helped(period.of(Measure.FEEDBACK)),
        cost=costs.total.cells[-1] if costs.total else None,
        half_within=within(period.of(Measure.REPLY), 0.5),
        most_within=within(period.of(Measure.REPLY), 0.95),
        by_day=by_day(period),
        outcomes_by_day=outcomes_by_day(period, shown),
        tables=(
            table("outcomes", outcomes, period.all, order=OUTCOMES),
            table("languages", period.of(Measure.LANGUAGE)),
            table("topics", period.of(Measure.SERVED), most=MOST),
            table("replies", period.of(Measure.REPLY), order=(*map(str, WITHIN), MORE)),
            table("reasons", period.of(Measure.HANDOFF)),
            table("waits", period.of(Measure.WAIT), order=(*map(str, WITHIN), MORE, NEVER)),
            table("channels", period.of(Measure.MESSAGES)),
            costs,
            table("delivery", period.of(Measure.DELIVERY)),
            table("feedback", period.of(Measure.FEEDBACK), order=("good", "bad")),
            feedback_by_article(period),
        ),
    )


def visible(number: Number) -> Cell:
    return float(number.number) if few.may_be_shown(number) else None


def merged(numbers: Numbers) -> Numbers:
    """By OUTCOMES."""
    named = {key: number for key, number in numbers.items() if key in OUTCOMES}
    rest = few.added(number for key, number in numbers.items() if key not in OUTCOMES)
    return named | ({"other": rest} if rest.number else {})


def table(
    name: str, numbers: Numbers, total: Number | None = None, *, order: Sequence[str] = (), most: int | None = None
) -> Table:
    """Parts of a whole with messages (or whatever is counted), and people; the biggest first unless in `order`."""
    whole = total or few.added(numbers.values())
    ranks = {key: rank for rank, key in enumerate(order)}
    ordered = sorted(numbers.items(), key=lambda item: (ranks.get(item[0], len(ranks)), -item[1].number, item[0]))
    parts = few.parts(dict(ordered), whole)
    if not whole.number:
        return Table(name=name, columns=("number", "people"))
    rows = [row(key, number, whole) for key, number in parts.shown.items()]
    rest = few.added(
        [parts.others or NOTHING, *(parts.shown[each.key] for each in rows[most:])]
        if most
        else [parts.others or NOTHING]
    )
    together = len(parts.hidden) * bool(parts.others) + (len(rows[most:]) if most else 0)
    if together:
        rows = [*rows[:most], row("", rest, whole, together=together)]
    # Who is behind several parts is one person: the parts' people cannot be added up.
    people = float(whole.people) if total else None
    in_all = Row(key="total", cells=(visible(whole), people if parts.total else None))
    return Table(name=name, columns=("number", "people"), rows=tuple(rows), total=in_all)


def row(key: str, number: Number, whole: Number, *, together: int = 0) -> Row:
    people = None if together else float(number.people)
    share = number.number / whole.number if whole.number else None
    return Row(key=key, cells=(float(number.number), people), share=share, together=together)


def by_day(period: Period) -> Table:
    per_day = {day: period.daily.get(day, {}).get(Measure.ALL, {}).get("", NOTHING) for day in period.dates}
    days = few.days({day: {"": number} for day, number in per_day.items()}, [""])
    open_days = few.may_be_shown(period.all)
    rows = [
        Row(key=day, cells=(None, None) if hidden or not open_days else pair(per_day[day]))
        for day, hidden in ((day, cells is None) for day, cells in days.rows.items())
    ]
    if days.others and open_days:
        rows.append(Row(key="", cells=(float(days.others[""].number), None), together=len(days.hidden)))
    total = Row(key="total", cells=pair(period.all) if open_days else (None, None))
    return Table(name="by_day", columns=("messages", "people"), rows=tuple(rows), total=total)


def pair(number: Number) -> tuple[Cell, Cell]:
    return float(number.number), float(number.people)


def outcomes_by_day(period: Period, whole: few.Parts) -> Table:
    """Columns that may not be shown for the whole period are one column here too, and so are those with which most
    days would have to be hidden."""
    per_day = {day: merged(period.daily.get(day, {}).get(Measure.DECISION, {})) for day in period.dates}
    columns = [key for key in OUTCOMES if key in whole.shown]
    gathered = {*whole.hidden, "other"} if whole.others else set()
    days = gathered_days(per_day, columns, gathered)
    while len(days.hidden) > len(period.dates) / MOST_HIDDEN and len(days.columns) > 2:
        least = min((key for key in days.columns if key != REST), key=lambda key: whole.shown[key].number)
        gathered |= {least, "other"}
        days = gathered_days(per_day, columns, gathered)
    columns = list(days.columns)
    rows = [
        Row(key=day, cells=tuple(float(each.number) for each in cells.values()) if cells else (None,) * len(columns))
        for day, cells in days.rows.items()
    ]
    if days.others:
        sums = tuple(float(each.number) for each in days.others.values())
        rows.append(Row(key="", cells=sums, together=len(days.hidden)))
    return Table(name="outcomes_by_day", columns=tuple(columns), rows=tuple(rows) if columns else ())


def gathered_days(per_day: Mapping[str, Numbers], columns: Sequence[str], gathered: set[str]) -> few.Days:
    """The table with those columns that are `gathered` as one, its last."""
    if not gathered:
        return few.days(per_day, columns)
    table = {
        day: {**numbers, REST: few.added(number for key, number in numbers.items() if key in gathered)}
        for day, numbers in per_day.items()
    }
    return few.days(table, [*(key for key in columns if key not in gathered), REST])


def shares(shown: Numbers, outcomes: Numbers) -> Mapping[str, float | None]:
    """Of the questions; none at all when one of the three is hidden, since shares add up to one."""
    asked = sum(outcomes.get(key, NOTHING).number for key in QUESTIONS)
    known = asked and all(key in shown or not outcomes.get(key, NOTHING).number for key in QUESTIONS)
    return {key: outcomes.get(key, NOTHING).number / asked if known else None for key in QUESTIONS}


def helped(numbers: Numbers) -> float | None:
    good, bad = numbers.get("good", NOTHING), numbers.get("bad", NOTHING)
    both = good.number + bad.number
    return good.number / both if both and few.may_be_shown(good) and few.may_be_shown(bad) else None


def within(numbers: Numbers, share: float) -> str | None:
    """The least of WITHIN that this share stayed below, or MORE; None for fewer than twenty."""
    total = sum(number.number for number in numbers.values())
    if total < 20 or not few.may_be_shown(few.added(numbers.values())):
        return None
    reached = 0
    for edge in map(str, WITHIN):
        reached += numbers.get(edge, NOTHING).number
        if reached >= share * total:
            return edge
    return MORE


def cost(period: Period, prices: Mapping[Channel, Price]) -> Table:
    """By channel: bubbles, segments, estimated US dollars."""
    sent, segments = period.of(Measure.SENT), period.of(Measure.SEGMENTS)
    whole = few.added(sent.values())
    parts = few.parts(sent, whole)
    lines = {key: costs(key, sent, segments, prices) for key in sent}
    rows = [Row(key=key, cells=lines[key]) for key in parts.shown]
    if parts.others:
        rows.append(Row(key="", cells=summed(lines[key] for key in parts.hidden), together=len(parts.hidden)))
    name, columns = "cost", ("bubbles", "segments", "dollars")
    if not whole.number:
        return Table(name=name, columns=columns)
    hidden: tuple[Cell, ...] = (None,) * len(columns)
    total = Row(key="total", cells=summed(lines.values()) if parts.total else hidden)
    return Table(name=name, columns=columns, rows=tuple(rows), total=total)


def costs(channel: str, sent: Numbers, segments: Numbers, prices: Mapping[Channel, Price]) -> tuple[float, ...]:
    bubbles, pieces = sent[channel].number, segments.get(channel, NOTHING).number
    price = prices[Channel(channel)]
    return float(bubbles), float(pieces), price.price * (pieces if price.per == "segment" else bubbles)


def summed(lines: Iterable[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*lines, strict=True)))


def feedback_by_article(period: Period) -> Table:
    """An article is shown when enough people praised it, or nobody, and the same for blame."""
    good, bad = period.of(Measure.LIKED), period.of(Measure.DISLIKED)
    rated = sorted({*good, *bad}, key=lambda slug: -bad.get(slug, NOTHING).number)
    days = few.days(
        {slug: {"good": good.get(slug, NOTHING), "bad": bad.get(slug, NOTHING)} for slug in rated}, ("good", "bad")
    )
    rows = [
        Row(key=slug, cells=tuple(float(each.number) for each in cells.values()))
        for slug, cells in days.rows.items()
        if cells is not None
    ]
    if days.others:
        sums = tuple(float(each.number) for each in days.others.values())
        rows.append(Row(key="", cells=sums, together=len(days.hidden)))
    return Table(name="feedback_by_article", columns=("good", "bad"), rows=tuple(rows))
