"""The figures of `rumbo languages identify`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from locales.identification import Labelled, LabelledTextsError, answer, figures, read_labelled


def texts(*pairs: tuple[str, str]) -> list[Labelled]:
    return [Labelled(label=label, text=text) for label, text in pairs]


def test_figures_counts_by_label_and_band() -> None:
    """Right and wrong are counted for each label and length."""
    found = figures(texts(("es", "hola"), ("es", "adios"), ("en", "x" * 30)), {"hola": "es"}.get)

    assert found["by_label"] == {
        "en": {"21-60": {"n": 1, "right": 0.0, "wrong": 0.0}},
        "es": {"<=20": {"n": 2, "right": 0.5, "wrong": 0.0}},
    }
    assert found["macro"] == {"<=20": 0.5, "21-60": 0.0}


def test_figures_wants_no_name_for_a_language_that_is_not_ours() -> None:
    """A language that we do not name is right when nothing is named, and counts as accepted otherwise."""
    found = figures(texts(("toj", "jastal"), ("toj", "ja winik")), lambda text: "tzh" if " " in text else None)

    assert found["by_label"]["toj"]["<=20"] == {"n": 2, "right": 0.5, "wrong": 0.5}
    assert found["accepted"] == {"<=20": 0.5}
    assert found["macro"] == {}


def test_read_labelled_says_which_line_is_wrong(tmp_path: Path) -> None:
    """A line without a tab is refused by its number."""
    file = tmp_path / "texts.tsv"
    file.write_text("es\thola\n# a comment\nen hello\n", encoding="utf-8")

    with pytest.raises(LabelledTextsError, match=r"texts\.tsv:3"):
        read_labelled(file)


def test_answer_says_language_and_probability_of_one_text() -> None:
    """One text is answered as JSON for machines."""
    said = json.loads(answer(text="necesito ayuda para mi hijo", as_json=True))

    assert said["language"] == "es"
    assert said["probability"] > 0.9


def test_answer_prints_a_row_for_each_label(tmp_path: Path) -> None:
    """A file is answered with a table, label by label."""
    file = tmp_path / "texts.tsv"
    file.write_text("es\thola\nen\twhere can i get a lawyer\n", encoding="utf-8")

    said = answer(file=file)

    assert "es\t1.000 (1)\t-\t-\t-" in said.splitlines()
    assert "en\t-\t1.000 (1)\t-\t-" in said.splitlines()
