from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge.errors import KnowledgeError
from knowledge.workshop.tables import read_table, write_table


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.ods", "missing.xlsx"])
def test_read_table_of_something_else_is_a_problem(tmp_path: Path, name: str) -> None:
    """A file that is no sheet gives a sentence, not a traceback."""
    if not name.startswith("missing"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00no sheet")

    with pytest.raises(KnowledgeError) as raised:
        read_table(tmp_path / name)

    assert [problem.code for problem in raised.value.problems] == ["bad_table"]


def test_read_table_takes_the_separator_of_the_country(tmp_path: Path) -> None:
    """Excel in Spanish writes semicolons."""
    (tmp_path / "x.csv").write_text("article;part;en;es;check\na;sms;x, y;z;-\n", "utf-8")

    assert read_table(tmp_path / "x.csv") == [["article", "part", "en", "es", "check"], ["a", "sms", "x, y", "z", "-"]]


def test_write_table_makes_no_formulas(tmp_path: Path) -> None:
    """A text that looks like a formula is shown, not run."""
    rows = [["article", "part", "en", "es", "check"], ["a", "sms", "=1+1", "@x", "-"]]
    write_table(tmp_path / "x.xlsx", rows)
    write_table(tmp_path / "x.csv", rows)

    cell = load_workbook(tmp_path / "x.xlsx").worksheets[0]["C2"]
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        line = list(csv.reader(file))[1]
    assert (cell.data_type, cell.value) == ("s", "=1+1")
    assert line == ["a", "sms", "'=1+1", "'@x", "'-"]
