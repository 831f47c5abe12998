"""Spreadsheets as rows of text: XLSX and CSV. The only place that knows openpyxl."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from knowledge.errors import KnowledgeError
from knowledge.problems import Problem

Rows = list[list[str]]

#: Widths in characters: article, part, source, translation, check.
WIDTHS = (32, 14, 60, 60, 10)

#: Bytes of a file, and of an XLSX unpacked; all articles in two languages take one and three megabytes.
LARGEST_FILE, LARGEST_UNPACKED = 10_000_000, 50_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 50

#: A cell that begins so is run as a formula by spreadsheet programs, unless a quote stands before it.
FORMULA = ("=", "+", "-", "@")


def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    if path.suffix.lower() == ".csv":
        path.write_bytes(_csv(rows))
    elif path.suffix.lower() == ".xlsx":
        _xlsx(rows).save(path)
    else:
        raise _unreadable(path)


def read_table(path: Path) -> Rows:
    """Raises KnowledgeError when the file is neither an XLSX nor a CSV in UTF-8, or larger than any of ours."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _unreadable(path)
        if path.suffix.lower() == ".csv":
            return _from_csv(path.read_bytes().decode("utf-8-sig"))
        if path.suffix.lower() == ".xlsx":
            return _from_xlsx(path)
    except KnowledgeError:
        raise
    except Exception as error:  # a damaged or hostile workbook can make openpyxl raise anything
        raise _unreadable(path) from error
    raise _unreadable(path)


def _unreadable(path: Path) -> KnowledgeError:
    return KnowledgeError([Problem(file=path.name, line=None, key="", code="bad_table")])


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel reads accents wrongly


def _from_csv(text: str) -> Rows:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # Excel writes what the computer's country uses
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_unguarded(_clean(cell)) for cell in row] for row in rows]


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _xlsx(rows: Sequence[Sequence[str]]) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row_number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=row_number, column=column, value=text)
            cell.data_type = "s"  # text that begins with "=" is no formula
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row_number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    return book


def _from_xlsx(path: Path) -> Rows:
    """Entities in it are refused by defusedxml, which openpyxl uses where it is installed."""
    with ZipFile(path) as packed:
        # What is told here is the most that is unpacked: more is an error.
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise _unreadable(path)
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        # A workbook may claim a million rows of sixteen thousand cells, and hold one.
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS, max_col=MOST_COLUMNS)
        return [["" if cell is None else _clean(str(cell)) for cell in row] for row in rows]
    finally:
        book.close()


def _clean(cell: str) -> str:
    return cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
