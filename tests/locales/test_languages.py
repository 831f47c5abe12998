from __future__ import annotations

from pathlib import Path

import pytest

from channels.segments import count, fold
from locales.errors import RegisterError
from locales.identify import named_tags
from locales.languages import Level, Recognised, Register

#: The languages that the promise names.
PROMISED = (
    "mam", "quc", "kek", "kjb", "cak", "ixl", "cac", "knj", "jac", "acr", "poh", "tzj", "cab", "miq", "nah", "mix",
    "zap", "yua", "tzo", "tzh", "qu", "gn", "poc", "ttc",
)  # fmt: skip
#: Page of the list of languages.


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def test_register_has_spanish_and_english_in_full(register: Register) -> None:
    """Both languages of the articles are there, in full."""
    assert [register.get(tag).level for tag in ("es", "en")] == [Level.FULL, Level.FULL]


#: What people type and the language they mean; `rumbo languages add` adds its own.
TYPED = [line.split("\t") for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("typed", "tag"), TYPED, ids=[typed for typed, _ in TYPED])
def test_register_finds_a_language_by_any_name(register: Register, typed: str, tag: str) -> None:
    """Case, accents and punctuation do not matter, nor in which language the name is."""
    found = register.find(typed)

    assert found is not None
    assert found.tag == tag


@pytest.mark.parametrize(
    "typed",
    ["", "en", "es", "2", "no hablo ingles muy bien", "maya", "mexicano", "haitiano", "mixteca", "todos santos", "que"],
)
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
        ("xx: {name: X, es: x, en: X, level: full, kin: [xx]}", "kin 'xx'"),
        ("xx: {name: X, es: x, en: x2, level: full}\nyy: {name: Y, es: x, en: Y, level: full}", "names both"),
        ("- xx", "one entry"),
    ],
    ids=["unknown key", "unknown level", "unknown fallback", "its own kin", "two languages with one name", "a list"],
)
def test_register_refuses_mistakes(tmp_path: Path, text: str, remedy: str) -> None:
    """The message names the file, the place and the mistake."""
    file = tmp_path / "languages.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(RegisterError, match=remedy) as raised:
        Register.load(file)

    assert "languages.yaml" in str(raised.value)


def test_register_has_every_promised_language_with_a_way_back_to_spanish(register: Register) -> None:
    """Each can be chosen, says where its speakers come from, and falls back to Spanish first."""
    found = [register.get(tag) for tag in PROMISED]

    assert [each.tag for each in found if not each.spoken or register.chain(each.tag)[:2] != (each.tag, "es")] == []


def test_identification_names_only_registered_languages(register: Register) -> None:
    """What a message is taken for can be asked about; what is said to be recognised, the model knows."""
    tags = {each.tag for each in register.languages}

    assert named_tags() <= tags
    assert {each.tag for each in register.languages if each.recognised is not Recognised.NO} <= named_tags()


def test_register_asks_about_kin_too(register: Register) -> None:
    """People are often put down for a relative of their language, so the relatives are asked about as well."""
    assert [each.tag for each in register.may_speak("kjb")] == ["kjb", "knj", "jac", "cac"]


@pytest.mark.parametrize("tag", [None, "es", "en", "zap", "knj", "tlh"])
def test_register_asks_about_nothing_it_cannot_claim(register: Register, tag: str | None) -> None:
    """Spanish and English need no asking; a language that is not recognised is picked from the list."""
    assert register.may_speak(tag) == ()


def test_register_groups_by_country(register: Register) -> None:
    """Every language but Spanish and English is under a country, Mam under two."""
    grouped = {country: [each.tag for each in register.spoken_in(country)] for country in register.countries}

    in_a_group = {tag for tags in grouped.values() for tag in tags}

    assert in_a_group == {each.tag for each in register.languages} - {"es", "en"}
    assert [country for country, tags in grouped.items() if "mam" in tags] == ["gt", "mx"]


@pytest.mark.parametrize(
    ("tag", "label"),
    [("mam", "Mam"), ("mix", "Tu'un Savi (mixteco)"), ("en", "English"), ("tzo", "Bats'i k'op (tsotsil)")],
)
def test_label_helps_who_does_not_read_the_language(register: Register, tag: str, label: str) -> None:
    """Most speakers learned to read in Spanish: the Spanish name stands beside an own name that differs."""
    assert register.get(tag).label == label


def test_names_travel_as_cheap_sms(register: Register) -> None:
    """Every name, town and spelling folds into GSM-7 by the language's own table."""
    for each in register.languages:
        words = " ".join([each.name, each.es, each.en, *each.also, *each.varieties])

        assert count(fold(words, each.fold)).encoding == "GSM-7", each.tag


def test_text_in_these_languages_travels_as_cheap_sms(register: Register) -> None:
    """Words as they are written, with every kind of apostrophe, fold into GSM-7."""
    rows = (Path(__file__).parent / "indigenous_words.tsv").read_text("utf-8").splitlines()
    texts = [row.split("\t") for row in rows if row and not row.startswith("#")]
    for tag, text in texts:
        for apostrophe in "'‘’ʼʻꞌ´`′":
            typed = text.replace("'", apostrophe)

            assert count(fold(typed, register.get(tag).fold)).encoding == "GSM-7", typed
