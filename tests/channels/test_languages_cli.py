"""`rumbo languages`: what it prints for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from channels.languages_cli import app

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
