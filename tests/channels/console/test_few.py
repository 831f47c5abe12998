"""What few people are behind stays hidden, also from somebody who can subtract."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]

from channels.console import few
from channels.journal.figures import Number

LETTERS = "abcdefgh"


def one_each(*counts: int) -> dict[str, Number]:
    """Everybody wrote once."""
    return {name: Number(number=count, people=count) for name, count in zip(LETTERS, counts, strict=False)}


def numbers(shown: Mapping[str, Number]) -> dict[str, int]:
    return {name: each.number for name, each in shown.items()}


@pytest.mark.parametrize(
    ("counts", "shown", "others"),
    [
        ((9, 7), {"a": 9, "b": 7}, None),
        ((9, 0), {"a": 9, "b": 0}, None),
        ((40, 9, 3), {"a": 40}, 12),
        ((40, 9, 3, 2), {"a": 40, "b": 9}, 5),
        ((40, 9, 1, 1), {"a": 40}, 11),
        ((40, 0, 3), {"b": 0}, 43),
        ((40, 3), {}, 43),
        ((3, 2), {}, 5),
    ],
    ids=[
        "enough",
        "nobody",
        "one with the next",
        "two that are enough",
        "two that are not",
        "zero is no cover",
        "nothing is left",
        "small alone",
    ],
)
def test_small_parts_are_put_together(counts: tuple[int, ...], shown: dict[str, int], others: int | None) -> None:
    """At least two parts and five people are behind what stands for the hidden ones."""
    made = few.parts(one_each(*counts), Number(number=sum(counts), people=sum(counts)))

    assert numbers(made.shown) == shown
    assert (made.others and made.others.number) == others


def test_many_messages_of_few_people_are_hidden() -> None:
    """Forty messages of two people say as much about them as two."""
    talkative = {
        "mam": Number(number=40, people=2),
        "es": Number(number=90, people=80),
        "en": Number(number=9, people=8),
    }
    made = few.parts(talkative, Number(number=139, people=90))

    assert list(made.shown) == ["es"]


def test_nothing_of_a_small_total_is_shown() -> None:
    """Not even as a sum of everything."""
    made = few.parts(one_each(2, 2), Number(number=4, people=4))

    assert made.total is None
    assert not made.shown
    assert made.others is None


def test_days_are_hidden_whole() -> None:
    """A day with one small part is not shown, and another one with it; their sum is."""
    table = {"mon": one_each(9, 9), "tue": one_each(9, 2), "wed": one_each(7, 6), "thu": {}}
    made = few.days(table, "ab")

    assert made.hidden == ("tue", "wed")
    assert numbers(made.rows["thu"] or {}) == {"a": 0, "b": 0}
    assert numbers(made.others or {}) == {"a": 16, "b": 8}


def test_days_of_a_quiet_service_are_not_shown() -> None:
    """When every day is small and so is their sum, there is no table by day."""
    made = few.days({"mon": one_each(2), "tue": one_each(1)}, "a")

    assert made.hidden == ("mon", "tue")
    assert made.others is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_part_cannot_be_worked_out(counts: list[int]) -> None:
    """Who knows the total and everything that is shown still finds each hidden part possible above and below five."""
    total = sum(counts)
    made = few.parts(one_each(*counts), Number(number=total, people=total))
    if made.total is None:
        assert total < few.FEWEST
        return
    left = total - sum(each.number for each in made.shown.values())

    assert all(each.number == 0 or each.number >= few.FEWEST for each in made.shown.values())
    if made.hidden:
        assert len(made.hidden) == 1 or left >= few.FEWEST
        assert len(counts) == 1 or len(made.hidden) > 1
    assert left == sum(one_each(*counts)[name].number for name in made.hidden)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=7))
def test_cell_cannot_be_worked_out(rows: list[list[int]]) -> None:
    """A small number of a hidden day has another possible value, whoever knows all totals: solved as equations."""
    table = {f"day {number}": one_each(*row) for number, row in enumerate(rows)}
    made = few.days(table, "abc")
    hidden = [[table[day][key].number for key in "abc"] for day in made.hidden]
    if made.others is None or not hidden:
        return
    cells = np.array(hidden)
    for row, column in zip(*np.nonzero((cells > 0) & (cells < few.FEWEST)), strict=True):
        if np.count_nonzero(cells[row]) == 1:
            # The day had this part alone, so its own total tells it: that total is small, and is hidden as such.
            continue
        assert highest(cells, row, column) > cells[row, column] or lowest(cells, row, column) < cells[row, column]


def highest(cells: np.ndarray, row: int, column: int) -> float:
    return -extreme(cells, row, column, -1)


def lowest(cells: np.ndarray, row: int, column: int) -> float:
    return extreme(cells, row, column, 1)


def extreme(cells: np.ndarray, row: int, column: int, sign: int) -> float:
    """The most or least that a cell can be, when the sums of its table's rows and columns are known."""
    height, width = cells.shape
    index = np.arange(cells.size).reshape(cells.shape)
    equations = np.zeros((height + width, cells.size))
    for each in range(height):
        equations[each, index[each]] = 1
    for each in range(width):
        equations[height + each, index[:, each]] = 1
    sums = np.concatenate([cells.sum(1), cells.sum(0)])
    cost = np.zeros(cells.size)
    cost[index[row, column]] = sign
    return float(linprog(cost, A_eq=equations, b_eq=sums, bounds=(0, None)).fun)
