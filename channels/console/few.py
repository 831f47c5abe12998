"""Numbers behind which there are few people are not shown, and cannot be worked out from what is shown.

What is hidden is put together until at least two entries and five people are behind the sum, so whoever subtracts what
is shown from the total learns that sum and nothing below it. Zero is shown: nobody is behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from channels.journal.figures import NOTHING, Number, Numbers

FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a total."""

    #: None where few people are behind the whole; then no part is shown.
    total: Number | None
    #: Those that may be shown, in the order in which they came.
    shown: Mapping[str, Number]
    #: The others, and their sum; None when that too may not be shown.
    hidden: tuple[str, ...] = ()
    others: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A table of days by parts."""

    columns: tuple[str, ...]
    #: None for a day that is hidden.
    rows: Mapping[str, Mapping[str, Number] | None]
    #: The sum of the hidden days by column.
    others: Mapping[str, Number] | None = None

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(day for day, row in self.rows.items() if row is None)


def may_be_shown(number: Number) -> bool:
    return number.number == 0 or number.people >= FEWEST


def parts(numbers: Numbers, total: Number) -> Parts:
    """`total` may have fewer people than its parts together, since one can be behind several."""
    if not may_be_shown(total):
        return Parts(total=None, shown={}, hidden=tuple(numbers))
    hidden = _hidden({key: (number,) for key, number in numbers.items()})
    if hidden is None:
        return Parts(total=total, shown={}, hidden=tuple(numbers))
    return Parts(
        total=total,
        shown={key: number for key, number in numbers.items() if key not in hidden},
        hidden=tuple(key for key in numbers if key in hidden),
        others=added(numbers[key] for key in hidden) if hidden else None,
    )


def days(table: Mapping[str, Numbers], columns: Sequence[str]) -> Days:
    """Whole days are hidden: the parts of a day belong to a total that is shown elsewhere."""
    rows = {day: {key: row.get(key, NOTHING) for key in columns} for day, row in table.items()}
    hidden = _hidden({day: tuple(row.values()) for day, row in rows.items()})
    if hidden is None:
        return Days(columns=tuple(columns), rows=dict.fromkeys(rows))
    return Days(
        columns=tuple(columns),
        rows={day: None if day in hidden else row for day, row in rows.items()},
        others={key: added(rows[day][key] for day in hidden) for key in columns} if hidden else None,
    )


def added(numbers: Iterable[Number]) -> Number:
    total = NOTHING
    for each in numbers:
        total = Number(number=total.number + each.number, people=total.people + each.people)
    return total


def _hidden(rows: Mapping[str, tuple[Number, ...]]) -> frozenset[str] | None:
    """Which rows to hide; None when not even the sum of all of them may be shown."""
    small = {name for name, cells in rows.items() if not all(map(may_be_shown, cells))}
    if not small:
        return frozenset()
    # The least of the others goes with them, which costs the reader least. An empty one would hide nothing.
    rest = sorted(
        (sum(cell.people for cell in cells), name)
        for name, cells in rows.items()
        if name not in small and any(cell.number for cell in cells)
    )
    hidden = sorted(small)
    while len(hidden) < 2 or not all(map(may_be_shown, _sums(rows, hidden))):
        if not rest:
            return None
        hidden.append(rest.pop(0)[1])
    return frozenset(hidden)


def _sums(rows: Mapping[str, tuple[Number, ...]], chosen: Sequence[str]) -> list[Number]:
    return [added(column) for column in zip(*(rows[name] for name in chosen), strict=True)]
