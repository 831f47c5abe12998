"""`rumbo languages`: what it prints for people and for machines."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from channels.languages_cli import app
from locales.phrases import Phrases

run = CliRunner().invoke


def test_list_shows_tag_own_name_and_level() -> None:
    """Every language of the register is a line of three columns."""
    lines = run(app, ["list"]).stdout.splitlines()

    assert "es\tEspañol\tfull" in lines
    assert all(line.count("\t") == 2 for line in lines)


@pytest.mark.parametrize(("text", "tag"), [("cuanto cuesta pedir asilo", "es"), ("how much does asylum cost", "en")])
def test_identify_names_the_language_of_a_text(text: str, tag: str) -> None:
    """JSON holds the tag and a probability."""
    found = json.loads(run(app, ["identify", text, "--json"]).stdout)

    assert found["language"] == tag
    assert 0.5 < found["probability"] <= 1


def test_identify_measures_a_file(tmp_path: Path) -> None:
    """Accuracy is told by label and by length band."""
    file = tmp_path / "texts.tsv"
    file.write_text("es\tnecesito ayuda para mi hermano que esta detenido\nen\ti need help for my brother\n")

    found = json.loads(run(app, ["identify", "--file", str(file), "--json"]).stdout)

    assert found["n"] == 2
    assert found["by_label"]["es"]["21-60"]["right"] == 1.0


def test_identify_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    """A line without a tab is named, without a traceback."""
    file = tmp_path / "texts.tsv"
    file.write_text("no tab here\n")
    result = run(app, ["identify", "--file", str(file)])

    assert result.exit_code == 2
    assert "texts.tsv:1" in result.output


def test_kit_goes_round_through_a_spreadsheet(tmp_path: Path) -> None:
    """Export, fill in, import, sign: only then is the sentence said."""
    file = tmp_path / "kit.xlsx"
    at = ["--folder", str(tmp_path)]
    assert run(app, ["export", "mam", "--to", str(file), *at]).exit_code == 0
    book = load_workbook(file)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "utter_goodbye")
    row[5].value = "Chjonte, q'ʼẍ"
    book.save(file)

    taken = run(app, ["import", "mam", str(file), *at])
    before = Phrases.load(tmp_path).say("utter_goodbye", "mam")
    signed = run(app, ["sign", "mam", "--reviewer", "María Ramírez, Mam interpreter", *at])
    after = Phrases.load(tmp_path).say("utter_goodbye", "mam")

    assert (taken.exit_code, taken.stdout.split(".")[0]) == (0, "1 drafts taken")
    assert before == "Goodbye. We are here whenever you need us. Take care."
    assert "1 signed now; 1 of" in signed.stdout
    assert after == "Chjonte, q'ʼẍ"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "es"], "written by the team"),
        (["export", "tlh"], "rumbo languages add tlh"),
        (["export", "mam", "--to", "kit.docx"], "ends in .xlsx or .csv"),
        (["import", "mam", "README.md"], "no XLSX"),
        (["sign", "mam", "--reviewer", "María"], "Name, role"),
        (["add", "mam", "--name", "X", "--es", "x", "--en", "X", "--spoken", "gt"], "in the register already"),
    ],
)
def test_mistakes_are_sentences(arguments: list[str], says: str) -> None:
    """Exit code 2 and a remedy, no traceback."""
    result = run(app, arguments)

    assert result.exit_code == 2
    assert says in result.output


def test_import_refuses_a_bomb(tmp_path: Path) -> None:
    """A spreadsheet whose XML expands without end is refused as unreadable."""
    file = tmp_path / "kit.xlsx"
    assert run(app, ["export", "mam", "--to", str(file), "--folder", str(tmp_path)]).exit_code == 0
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(file, "w") as spoiled:
        for name, content in parts.items():
            spoiled.writestr(name, bomb if name.endswith("sheet1.xml") else content)
    result = run(app, ["import", "mam", str(file), "--folder", str(tmp_path)])

    assert result.exit_code == 2
    assert "no XLSX" in result.output
