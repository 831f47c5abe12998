from __future__ import annotations

from pathlib import Path

import pytest

from locales.errors import RegisterError
from locales.languages import Level, Register


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def test_register_has_spanish_and_english_in_full(register: Register) -> None:
    """Both languages of the articles are there, in full."""
    assert [register.get(tag).level for tag in ("es", "en")] == [Level.FULL, Level.FULL]


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("ingles", "en"),
        ("INGLÉS", "en"),
        ("english!", "en"),
        ("Español", "es"),
        ("castellano", "es"),
        ("Spanish", "es"),
    ],
)
def test_register_finds_a_language_by_any_name(register: Register, typed: str, tag: str) -> None:
    """Case, accents and punctuation do not matter, nor in which language the name is."""
    found = register.find(typed)

    assert found is not None
    assert found.tag == tag


@pytest.mark.parametrize("typed", ["", "en", "es", "2", "no hablo ingles muy bien"])
def test_register_finds_nothing_in_other_words(register: Register, typed: str) -> None:
    """Only a name, whole, names a language; a tag may be a word."""
    assert register.find(typed) is None


def test_register_falls_back_along_the_chain(register: Register) -> None:
    """A language's own words come first; an unknown tag gets Spanish, then English."""
    assert register.chain("en")[0] == "en"
    assert register.chain("tlh") == ("es", "en")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("xx: {name: X, es: x, en: X, level: full, colour: red}", "xx: colour"),
        ("xx: {name: X, es: x, en: X, level: best}", "xx: level"),
        ("xx: {name: X, es: x, en: X, level: full, fallback: [yy]}", "fallback 'yy'"),
        ("xx: {name: X, es: x, en: x2, level: full}\nyy: {name: Y, es: x, en: Y, level: full}", "names both"),
        ("- xx", "one entry"),
    ],
    ids=["unknown key", "unknown level", "unknown fallback", "two languages with one name", "a list"],
)
def test_register_refuses_mistakes(tmp_path: Path, text: str, remedy: str) -> None:
    """The message names the file, the place and the mistake."""
    file = tmp_path / "languages.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(RegisterError, match=remedy) as raised:
        Register.load(file)

    assert "languages.yaml" in str(raised.value)
