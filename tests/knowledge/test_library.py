from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.library import Library, load_usable
from knowledge.sample_articles import SLUGS, ArticleFiles, replace_in, write_library


def test_library_load_gives_every_article_in_menu_order(tmp_path: Path) -> None:
    """A valid folder loads whole, in the order of the menus and not of the disk."""
    library = Library.load(write_library(tmp_path), slugs=SLUGS)

    assert library.slugs == SLUGS.all
    assert library.get("us-asylum-fees") is library.articles["us-asylum-fees"]
    assert library.get("no-such-article") is None


def test_library_load_raises_with_all_problems(tmp_path: Path) -> None:
    """Two broken articles are both named in one error."""
    write_library(tmp_path)
    replace_in(tmp_path / "us-asylum-fees/es.md", "Hay ayuda gratis", "Son $5")
    (tmp_path / "mx-refugee-comar/en.md").write_text("", "utf-8")

    with pytest.raises(KnowledgeError) as raised:
        Library.load(tmp_path, slugs=SLUGS)

    assert {problem.slug for problem in raised.value.problems} == {"us-asylum-fees", "mx-refugee-comar"}


def test_library_is_immutable(tmp_path: Path) -> None:
    """A snapshot that a conversation holds cannot change under it."""
    library = Library.load(write_library(tmp_path), slugs=SLUGS)

    with pytest.raises(TypeError):
        library.articles["us-asylum-fees"] = None  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("es.md", "Hay ayuda", "Habrá ayuda"),
        ("es.md", "cuanto vale", "cuanto bale"),
        ("article.yaml", "value: 30", "value: 31"),
    ],
    ids=["a word", "a question", "a fact"],
)
def test_library_version_changes_with_anything_in_service(tmp_path: Path, name: str, old: str, new: str) -> None:
    """Also a new way to ask is a new version: the search index depends on it."""
    before = Library.load(write_library(tmp_path), slugs=SLUGS).version
    replace_in(tmp_path / "us-asylum-fees" / name, old, new)

    assert Library.load(tmp_path, slugs=SLUGS).version != before


def test_library_version_is_the_same_for_the_same_articles(tmp_path: Path) -> None:
    """Two machines with the same folder agree, whatever its line ends and dates."""
    first = Library.load(write_library(tmp_path / "a"), slugs=SLUGS)
    second = write_library(tmp_path / "b")
    page = second / "us-asylum-fees/es.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))

    assert Library.load(second, slugs=SLUGS).version == first.version


def test_load_usable_serves_the_rest(tmp_path: Path) -> None:
    """One broken article keeps no other from being served."""
    write_library(tmp_path)
    (tmp_path / "us-asylum-fees/article.yaml").write_text("risk: [", "utf-8")

    loaded = load_usable(tmp_path, slugs=SLUGS)

    assert set(loaded.articles) == set(SLUGS.all) - {"us-asylum-fees"}
    assert loaded.held == {"us-asylum-fees"}


def test_load_usable_lets_harmless_faults_pass(tmp_path: Path) -> None:
    """A translation that is behind or a title too long is for the check, and blocks no correction."""
    write_library(tmp_path)
    files = ArticleFiles.valid()
    files.words["en"]["title"] = "A title that is much longer than any menu can show"
    files.words["es"]["translated_from"] = "en@sha256:0123456789abcdef"
    files.write(tmp_path)

    assert load_usable(tmp_path, slugs=SLUGS).problems == ()
