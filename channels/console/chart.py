"""Where the bars of a chart stand: numbers only, in the units of its `viewBox`; the template draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from channels.console.report import Cell

WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 38, 4, 10, 24
#: How many days get a label.
LABELS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    #: Which column of the table.
    series: str
    #: The row's key and the value, for who points at it.
    label: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A tick: where it is, and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    bars: tuple[Bar, ...]
    #: Where days are that may not be shown.
    gaps: tuple[Mark, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def chart(days: Sequence[tuple[str, Sequence[Cell]]], series: Sequence[str], *, stacked: bool) -> Chart | None:
    """Bars side by side, the first behind the others, or one on the other; None when nothing may be shown."""
    tops = [
        (sum if stacked else max)(cells) for _, row in days if (cells := [each for each in row if each is not None])
    ]
    if not tops or not max(tops):
        return None
    step, high = scale(max(tops))
    wide = (WIDTH - LEFT - RIGHT) / len(days)
    floor = HEIGHT - BOTTOM
    unit = (floor - TOP) / high
    bars: list[Bar] = []
    gaps: list[Mark] = []
    for number, (day, row) in enumerate(days):
        x = LEFT + number * wide
        if all(each is None for each in row):
            gaps.append(Mark(at=round(x + wide / 2, 1), label=day))
            continue
        bars += standing(day, [each or 0 for each in row], series, x=x, wide=wide, unit=unit, stacked=stacked)
    every = max(1, round(len(days) / LABELS))
    # The last day has a label; the others are counted back from it.
    across = [
        Mark(at=round(LEFT + (number + 0.5) * wide, 1), label=day)
        for number, (day, _) in enumerate(days)
        if (len(days) - 1 - number) % every == 0
    ]
    up = [Mark(at=round(floor - value * unit, 1), label=f"{value:,}") for value in range(0, high + 1, step)]
    return Chart(bars=tuple(bars), gaps=tuple(gaps), across=tuple(across), up=tuple(up))


def standing(
    day: str, row: Sequence[float], series: Sequence[str], *, x: float, wide: float, unit: float, stacked: bool
) -> list[Bar]:
    """The bars of one day."""
    bars, foot = [], float(HEIGHT - BOTTOM)
    for number, (name, value) in enumerate(zip(series, row, strict=True)):
        if not value:
            continue
        # One in front of the other: each is narrower than the one behind it.
        thin = 0.0 if stacked else number * 0.22
        bars.append(
            Bar(
                x=round(x + wide * (0.1 + thin), 2),
                y=round(foot - value * unit, 2),
                width=round(wide * (0.8 - 2 * thin), 2),
                height=round(value * unit, 2),
                series=name,
                label=day,
                value=int(value),
            )
        )
        if stacked:
            foot -= value * unit
    return bars


def scale(top: float) -> tuple[int, int]:
    """A step of 1, 2 or 5 times a power of ten, and the end of the axis: at most five steps, all whole numbers."""
    rough = max(1.0, top / 5)
    power = 10 ** math.floor(math.log10(rough))
    step = next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough)
    return step, step * math.ceil(top / step)
