from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.check import check, main, rough_measure
from knowledge.problems import Problem, templates
from knowledge.sample_articles import SLUGS, TODAY, segments, write_library

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


def found(folder: Path, **more: Any) -> list[Problem]:
    return check(folder, segments, TODAY, slugs=SLUGS, **more)


def break_it(folder: Path, edit: dict[str, Any]) -> None:
    if "rename" in edit:
        shutil.move(folder / "us-asylum-fees", folder / edit["rename"])
        return
    path = folder / edit["file"]
    if "delete" in edit:
        path.unlink()
    elif "copy" in edit:
        shutil.copy(path, folder / edit["copy"])
    elif "fill" in edit:
        path.write_text("x" * edit["fill"], "utf-8")
    elif "write" in edit:
        path.write_text(edit["write"], "utf-8")
    elif "latin1" in edit:
        path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    elif "drop_line" in edit:
        kept = [line for line in path.read_text("utf-8").splitlines(keepends=True) if edit["drop_line"] not in line]
        path.write_text("".join(kept), "utf-8")
    else:
        text = path.read_text("utf-8")
        for step in (edit, edit.get("and", {})):
            assert step.get("replace", "") in text, "the case edits a text that is not in the file"
            text = text.replace(step.get("replace", ""), step.get("by", "")) if step else text
        path.write_text(text, "utf-8")


def pointed_line(folder: Path, problem: Problem) -> str | None:
    """The line that a problem names; None where it means the file as a whole."""
    if problem.line is None:
        return None
    lines = (folder / problem.file).read_bytes().decode("utf-8", "replace").split("\n")
    # A quote that is never closed is noticed at the end of the file.
    return lines[problem.line - 1] or "end"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_check_says_exactly_what_is_wrong(folder: Path, case: dict[str, Any]) -> None:
    """Each way to break an article gives its own problems, at the right file, key and line, and no others."""
    break_it(folder, case["edit"])

    problems = found(folder)

    said = [[problem.code, problem.file, problem.key] for problem in problems]
    assert sorted(said) == sorted(expected[:3] for expected in case["says"])
    for code, file, _, piece in case["says"]:
        lines = [pointed_line(folder, problem) for problem in problems if (problem.code, problem.file) == (code, file)]
        assert any((piece in line) if line is not None and piece else (line is None and not piece) for line in lines)


def test_check_of_valid_articles_finds_nothing(folder: Path) -> None:
    """A valid folder has no problems at all."""

    assert found(folder) == []


#: Other tests see these: they need a folder, a running service or one of the workshop's commands.
ELSEWHERE = {
    *("unreadable", "no_folder", "not_in_service", "exists_already", "no_such_article", "bad_reviewer"),
    *("not_a_translation", "bad_snapshot", "bad_table", "table_columns", "table_part", "cell_empty"),
    *("cell_conflict", "table_source_changed", "table_incomplete"),
    *("correction_empty", "correction_too_long", "correction_unsigned", "correction_other_words"),
    *("no_such_proposal", "proposal_needs_slug", "proposal_language"),
    # these need a sound (test_recording)
    *("recording_format", "recording_large", "recording_long", "recording_unsigned", "recording_replaced"),
    *("recording_behind", "recording_missing", "recording_own_word"),
    "question_finds_other",  # needs the search
    "asked_private",  # found by who takes the question
    "bad_value",  # the answer to what no rule has foreseen
}


def test_cases_cover_every_problem_of_the_check() -> None:
    """Whoever adds a problem adds a case to broken.yaml."""
    covered = {expected[0] for case in CASES for expected in case["says"]}

    assert covered | ELSEWHERE == set(templates())


def test_check_reports_everything_at_once(folder: Path) -> None:
    """Broken files do not hide each other's problems, nor the problems of the same article."""
    break_it(folder, {"file": "us-asylum-fees/article.yaml", "replace": "risk: normal", "by": "risk: 'normal"})
    break_it(folder, {"file": "us-asylum-fees/es.md", "replace": "Hay ayuda gratis.", "by": "Son $5."})
    break_it(folder, {"file": "mx-refugee-comar/es.md", "delete": True})

    assert [problem.code for problem in found(folder)] == ["missing_language", "yaml", "bare_amount"]


def test_check_of_one_slug_still_compares_with_the_others(folder: Path) -> None:
    """`only` limits what is reported, not what is looked at."""
    twice = next(case for case in CASES if case["name"] == "two articles claim the same question")
    break_it(folder, twice["edit"])

    problems = found(folder, only=["us-asylum-fees"])

    assert [problem.slug for problem in problems] == ["us-asylum-fees"]


@pytest.mark.parametrize("state", ["missing", "empty"])
def test_check_of_no_folder_says_so(tmp_path: Path, state: str) -> None:
    """A folder that is not there is one clear problem, not an empty success."""
    if state == "empty":
        (tmp_path / "articles").mkdir()

    codes = {problem.code for problem in found(tmp_path / "articles")}

    assert "no_folder" in codes


def test_check_of_a_folder_in_place_of_a_file_says_so(folder: Path) -> None:
    """A file that cannot be opened is a problem, not a traceback."""
    (folder / "us-asylum-fees/es.md").unlink()
    (folder / "us-asylum-fees/es.md").mkdir()

    assert [problem.code for problem in found(folder)] == ["unreadable"]


@pytest.mark.parametrize("name", [".es.md.swp", "es.md~", "4913", ".#en.md", ".es.md.new"])
def test_check_overlooks_what_editors_leave_behind(folder: Path, name: str) -> None:
    """A program's own passing file is nobody's mistake."""
    (folder / "us-asylum-fees" / name).write_text("x", "utf-8")

    assert found(folder) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_main_prints_plain_sentences_and_fails_on_errors(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """The shell ends with 1 when there are errors, and says file, line and remedy."""
    break_it(folder, {"file": "us-asylum-fees/es.md", "replace": "Hay ayuda gratis.", "by": "Son $5."})

    status = main(["us-asylum-fees", "--lang", lang, "--folder", str(folder)])

    said = capsys.readouterr().out
    assert status == 1
    assert f"us-asylum-fees/es.md, {'line' if lang == 'en' else 'línea'} 3, sms" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a" * 160, 1), ("a" * 161, 2), ("á" * 306, 2), ("€" * 80, 1), ("€" * 81, 2), ("ẍ" * 70, 1), ("ẍ" * 71, 2)],
)
def test_rough_measure_counts_segments(text: str, expected: int) -> None:
    """The measure of the plain shell counts GSM-7 and UCS-2 as phones do."""

    assert rough_measure(text, "es") == expected
