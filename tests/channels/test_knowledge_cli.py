from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from channels.knowledge_cli import app, sms_segments
from knowledge.sample_articles import SLUGS, ArticleFiles, read, replace_in, write_library

SLUG = "us-asylum-fees"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


def rumbo(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"KNOWLEDGE_DIR": str(folder)}).invoke(app, arguments)


def test_check_succeeds_where_nothing_is_wrong(folder: Path) -> None:
    """Warnings alone do not fail."""
    result = rumbo(folder, "check", *SLUGS.all)

    assert result.exit_code == 0
    assert "0 errors" in result.output or "All is well" in result.output


@pytest.mark.parametrize(("lang", "said"), [("en", "line 3, sms: an amount"), ("es", "línea 3, sms: hay un monto")])
def test_check_fails_in_plain_words(folder: Path, lang: str, said: str) -> None:
    """An error is a sentence with its place, and the exit status is 1."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis.", "Son $5.")

    result = rumbo(folder, "check", SLUG, "--lang", lang)

    assert result.exit_code == 1
    assert said in result.output


def test_a_number_is_corrected_compared_signed_and_changed_again(folder: Path) -> None:
    """The editor's day: sign, correct a fact, see the difference, sign again."""
    sign = ("vet", SLUG, "--reviewer", "Ana, lawyer")
    first = rumbo(folder, *sign)
    replace_in(folder / SLUG / "article.yaml", "value: $100", "value: $102")
    compared = rumbo(folder, "diff", SLUG, "--lang", "es")
    stale = rumbo(folder, "stale")
    second = rumbo(folder, *sign)

    assert [result.exit_code for result in (first, compared, stale, second)] == [0, 0, 0, 0]
    assert "fee.form cambió\n    antes: $100\n    ahora: $102" in compared.output
    assert f"{SLUG} (editors): changed since it was signed by Ana, lawyer" in stale.output
    assert len(read(folder, SLUG).signatures) == 2


def test_where_names_every_article_with_a_fact(folder: Path) -> None:
    """A number that is wrong may stand in several articles."""
    result = rumbo(folder, "where", "$100")

    assert [line.partition(":")[0] for line in result.output.splitlines()] == sorted(SLUGS.all)


def test_export_and_import_carry_a_translation(folder: Path, tmp_path: Path) -> None:
    """An unchanged sheet changes nothing."""
    table = str(tmp_path / "sheet.xlsx")
    before = (folder / SLUG / "es.md").read_bytes()

    exported = rumbo(folder, "export", table, "--lang", "es")
    imported = rumbo(folder, "import", table)

    assert (exported.exit_code, imported.exit_code, imported.output) == (0, 0, "")
    assert (folder / SLUG / "es.md").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "no-such-slug"),
        ("new", SLUG),
        ("diff", "no-such-slug"),
        ("vet", SLUG, "--reviewer", "Ana"),
        ("translated", SLUG, "--lang", "fr"),
        ("export", "sheet.ods"),
        ("import", "missing.xlsx"),
        ("check", "no-such-slug"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_answered_without_a_traceback(folder: Path, arguments: tuple[str, ...]) -> None:
    """Whatever an editor mistypes, the answer is a sentence and a remedy, and exit status 1."""
    result = rumbo(folder, *arguments)

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "→" in result.output


def test_translated_and_new_write_what_they_say(tmp_path: Path) -> None:
    """Both commands name the files that they touched."""
    folder = tmp_path / "articles"
    files = ArticleFiles.valid("gt-asylum")
    files.words["es"]["translated_from"] = "en@sha256:0123456789abcdef"
    files.write(folder)

    marked = rumbo(folder, "translated", "gt-asylum", "--lang", "es")
    started = rumbo(folder, "new", "hn-asylum")

    assert marked.output == "gt-asylum/es.md = gt-asylum/en.md\n"
    assert (folder / "hn-asylum/es.md").exists()
    assert started.exit_code == 0


@pytest.mark.parametrize(
    ("text", "tag", "expected"), [("á" * 160, "es", 1), ("ʼ" * 160, "mam", 1), ("€" * 81, "es", 2)]
)
def test_sms_segments_counts_what_is_sent(text: str, tag: str, expected: int) -> None:
    """Lengths are those of the folded text."""

    assert sms_segments(text, tag) == expected
