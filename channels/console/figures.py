"""Figures: how many wrote, what became of it, what it cost. Counted beforehand, drawn here, all of it as CSV too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from fastapi import Response

from channels.console.chart import chart
from channels.console.names import Names
from channels.console.pages import Pages
from channels.console.report import Report, Row, Table, report
from channels.console.roles import May
from channels.console.visit import Visiting
from channels.message import Channel
from channels.prices import price_on

pages = Pages()


@pages.get("/figures", may=May.WATCH, nav="console_nav_figures")
async def figures(visit: Visiting, days: int = 0) -> Response:
    """`days` is one of the periods; the longest but one when it is none of them."""
    reading = visit.console.reading
    days = chosen(days, reading.periods)
    period = await visit.ask(reading.figures.period, days)
    context: dict[str, Any] = {"days": days, "periods": reading.periods, "report": None}
    if period is not None:
        made = report(period, prices())
        context |= {
            "report": made,
            "names": names(visit),
            "chart_days": drawn(made.by_day, stacked=False),
            "chart_outcomes": drawn(made.outcomes_by_day, stacked=True),
            "prices": prices(),
        }
    return visit.page("figures.html", **context)


@pages.get("/figures.csv", may=May.WATCH)
async def export(visit: Visiting, days: int = 0) -> Response:
    """Every table of the page in one file; what is hidden there is not in here either."""
    reading = visit.console.reading
    days = chosen(days, reading.periods)
    period = await visit.ask(reading.figures.period, days)
    text = io.StringIO()
    if period is not None:
        write(text, report(period, prices()), names(visit))
    await visit.record("export_figures", about=f"{days}")
    name = f"rumbo-{visit.console.reading.now().date()}-{days}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # With a mark at its beginning, or spreadsheets take the accents for something else.
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def chosen(days: int, periods: tuple[int, ...]) -> int:
    return days if days in periods else periods[min(1, len(periods) - 1)]


def prices() -> dict[Channel, Any]:
    return {channel: price_on(channel) for channel in Channel}


def names(visit: Visiting) -> Names:
    return Names(wording=visit.console.wording(), tag=visit.tag)


def drawn(table: Table, *, stacked: bool) -> Any:
    days = [(row.key, row.cells) for row in table.rows if row.key]
    return chart(days, table.columns, stacked=stacked) if days else None


def write(text: io.StringIO, made: Report, names: Names) -> None:
    lines = csv.writer(text, lineterminator="\r\n")
    period = made.period
    say = names.say
    lines.writerow([say(f"figures_csv_{head}") for head in ("from", "to", "table", "row", "column", "value", "note")])
    for table in made.all_tables:
        for line in exported(table, names):
            lines.writerow([period.dates[0], period.dates[-1], *map(harmless, line)])


def exported(table: Table, names: Names) -> Iterator[tuple[str, str, str, str, str]]:
    """One line for each number, so that a pivot table can take them apart in any way."""
    rows: list[Row] = [*table.rows, *([table.total] if table.total else [])]
    for row in rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell is None and (row.together or row.key == "total"):
                continue
            value = "" if cell is None else f"{cell:.2f}" if column == "dollars" else f"{cell:.0f}"
            note = names.say("figures_few") if cell is None else ""
            yield (names.table(table.name), names.row(table.name, row), names.column(table.name, column), value, note)


def harmless(cell: str) -> str:
    """A spreadsheet must take nothing for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


def day_of(key: str) -> date:
    return date.fromisoformat(key)
