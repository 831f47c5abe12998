from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.errors import KnowledgeError
from knowledge.sample_articles import SLUGS, TODAY, read, replace_in, segments, write_library
from knowledge.workshop.exchange import Imported, export_rows, import_rows
from knowledge.workshop.tables import Rows, read_table, write_table

SLUG = "us-asylum-fees"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def row(rows: Rows, part: str, slug: str = SLUG) -> list[str]:
    return next(row for row in rows if row[:2] == [slug, part])


def take(folder: Path, rows: Rows) -> Imported:
    return import_rows(folder, rows, table="sheet.xlsx")


def codes(imported: Imported) -> list[str]:
    return [problem.code for problem in imported.problems]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_import_of_an_unchanged_sheet_changes_no_byte(folder: Path, tmp_path: Path, ending: str, newline: str) -> None:
    """Export and import without an edit leave every file as it was, byte for byte."""
    page = folder / SLUG / "es.md"
    page.write_bytes(page.read_bytes().replace(b"\n", newline.encode()))
    before = everything(folder)
    table = tmp_path / f"sheet{ending}"
    write_table(table, export_rows(folder, tag="es"))

    imported = take(folder, read_table(table))

    assert imported == Imported(changed=(), problems=())
    assert everything(folder) == before


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_import_changes_only_what_the_translator_changed(folder: Path, tmp_path: Path, ending: str) -> None:
    """One changed cell is one changed line in one file; comments and line breaks elsewhere stay."""
    page = folder / SLUG / "es.md"
    replace_in(page, "asked_as:", "asked_as:  # como pregunta la gente")
    replace_in(page, "Pregunte primero a un", "Pregunte primero\na un")
    before = everything(folder)
    table = tmp_path / f"sheet{ending}"
    rows = export_rows(folder, tag="es")
    row(rows, "paragraph 3")[3] = "Esto era así el {{ date.seen }}: pudo cambiar."
    write_table(table, rows)

    imported = take(folder, read_table(table))

    after = everything(folder)
    assert imported == Imported(changed=(f"{SLUG}/es.md",), problems=())
    assert [name for name in after if after[name] != before[name]] == [f"{SLUG}/es.md"]
    changed = [
        (old, new)
        for old, new in zip(before[f"{SLUG}/es.md"].splitlines(), after[f"{SLUG}/es.md"].splitlines(), strict=True)
        if old != new
    ]
    assert [new.decode() for _, new in changed] == ["Esto era así el {{ date.seen }}: pudo cambiar."]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("title", "Título: con dos puntos"),
        ("title", "# empieza con almohadilla"),
        ("sms", 'Dice "hola": {{ fee.form }} # nada'),
        ("asked_as 3", "- guion"),
        ("asked_as 3", "=1+1"),
        ("asked_as 3", "no"),
        ("asked_as 3", "911"),
        ("asked_as 3", "'comillas' y \"más\""),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_import_writes_any_text_so_that_it_reads_back(
    folder: Path, tmp_path: Path, ending: str, part: str, text: str
) -> None:
    """Whatever a translator types is what the article then says, whatever YAML or a spreadsheet makes of it."""
    rows = export_rows(folder, tag="es")
    row(rows, part)[3] = text
    write_table(tmp_path / f"sheet{ending}", rows)

    take(folder, read_table(tmp_path / f"sheet{ending}"))

    words = read(folder, SLUG).words["es"]
    assert text in (words.title, words.sms, *words.asked_as)


def test_import_adds_and_removes_questions(folder: Path) -> None:
    """A new row is a new way to ask, an emptied one is gone, and the rest keep their order."""
    rows = export_rows(folder, tag="es", only=[SLUG])
    row(rows, "asked_as 2")[3] = ""
    rows.append([SLUG, "asked_as", "", "una forma nueva", ""])
    rows.append([SLUG, "asked_as", "", "otra forma nueva", ""])
    before = read(folder, SLUG).words["es"].asked_as

    take(folder, rows)

    expected = (before[0], *before[2:], "una forma nueva", "otra forma nueva")
    assert read(folder, SLUG).words["es"].asked_as == expected


def test_import_makes_a_new_language(folder: Path) -> None:
    """A filled-in sheet for a language that had no file becomes one, made from the present English."""
    rows = export_rows(folder, tag="mam", only=[SLUG])
    for cells in rows[1:]:
        cells[3] = cells[2] or "tze n-ok"

    imported = take(folder, rows)

    assert imported == Imported(changed=(f"{SLUG}/mam.md",), problems=())
    assert read(folder, SLUG).words["mam"].paragraphs == read(folder, SLUG).words["en"].paragraphs
    found = check(folder, segments, TODAY, slugs=SLUGS, only=[SLUG])
    # Whether Mam can be chosen is for the register to say.
    assert {problem.code for problem in found} - {"unknown_language"} == {"few_questions"}


def test_import_of_half_a_new_language_writes_nothing(folder: Path) -> None:
    """A language that people could only read half of is not begun."""
    rows = export_rows(folder, tag="mam", only=[SLUG])
    row(rows, "title")[3] = "Tze n-ok"

    assert codes(take(folder, rows)) == ["table_incomplete"]
    assert not (folder / SLUG / "mam.md").exists()


def test_import_does_not_overwrite_what_changed_meanwhile(folder: Path) -> None:
    """Two people changed the same text: the folder's stays, and the sheet's author is told."""
    rows = export_rows(folder, tag="es")
    row(rows, "title")[3] = "De la hoja"
    row(rows, "paragraph 2")[3] = "También de la hoja."
    replace_in(folder / SLUG / "es.md", "title: Sobre us-asylum-fees", "title: De la carpeta")

    imported = take(folder, rows)

    words = read(folder, SLUG).words["es"]
    assert codes(imported) == ["cell_conflict"]
    assert (words.title, words.paragraphs[1]) == ("De la carpeta", "También de la hoja.")


def test_import_says_when_the_source_moved_on(folder: Path) -> None:
    """A translation of an English that is no longer there is taken, with a warning."""
    rows = export_rows(folder, tag="es")
    row(rows, "sms")[3] = "Cuesta {{ fee.form }}."
    replace_in(folder / SLUG / "en.md", "Help is free.", "Help is always free.")

    imported = take(folder, rows)

    assert codes(imported) == ["table_source_changed"]
    assert imported.changed == (f"{SLUG}/es.md",)


def test_import_dry_run_writes_nothing(folder: Path) -> None:
    """What would change can be looked at first."""
    rows = export_rows(folder, tag="es")
    row(rows, "title")[3] = "Otro"
    before = everything(folder)

    imported = import_rows(folder, rows, table="sheet.xlsx", dry_run=True)

    assert imported.changed == (f"{SLUG}/es.md",)
    assert everything(folder) == before


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [(3, "", "cell_empty"), (1, "SMS text", "table_part"), (0, "us-asylum", "no_such_article")],
    ids=["an emptied text", "an unknown part", "an unknown article"],
)
def test_import_names_the_row_that_is_wrong(folder: Path, column: int, typed: str, expected: str) -> None:
    """A mistake in one row is told and leaves the article as it was."""
    rows = export_rows(folder, tag="es", only=[SLUG])
    row(rows, "sms")[column] = typed
    before = everything(folder)

    assert codes(take(folder, rows)) == [expected]
    assert everything(folder) == before


@pytest.mark.parametrize(
    "head",
    [[], ["a", "b"], ["article", "part", "en", "es"], ["article", "part", "en", "../x", "check"]],
    ids=["empty", "other", "without the mark", "a language that is a path"],
)
def test_import_of_another_sheet_is_refused(folder: Path, head: list[str]) -> None:
    """A sheet with other columns is not guessed at."""
    with pytest.raises(KnowledgeError) as raised:
        take(folder, [head])

    assert [problem.code for problem in raised.value.problems] == ["table_columns"]


def test_import_keeps_to_the_folder(folder: Path, tmp_path: Path) -> None:
    """A row cannot name a place outside the articles."""
    write_library(tmp_path / "elsewhere")
    rows = export_rows(folder, tag="es", only=[SLUG])
    for cells in rows[1:]:
        cells[0], cells[3] = f"../elsewhere/{SLUG}", "x"
    before = everything(tmp_path)

    imported = take(folder, rows)

    assert codes(imported) == ["no_such_article"]
    assert everything(tmp_path) == before
