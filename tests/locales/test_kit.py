"""A translator's table goes out, comes back filled in, and nothing of it is lost or said unsigned."""

from __future__ import annotations

from datetime import date

import pytest

from channels.segments import count
from locales import catalog as catalogs
from locales.catalog import Catalog, draft, sign, signature
from locales.kit import KEYS, Rows, export_rows, faults, import_rows, sign_all
from locales.phrases import Phrases
from locales.sentences import SENTENCES

PHRASES = Phrases.load()
DAY = date(2026, 11, 24)
WHO = "María Ramírez, Mam interpreter"


def measure(text: str) -> int:
    return count(text).segments


def filled(catalog: Catalog, **translations: str) -> Rows:
    """The exported table with translations written in."""
    rows = export_rows(catalog, "mam", PHRASES)
    for row in rows[1:]:
        row[5] = translations.get(row[0], row[5])
    return rows


@pytest.fixture
def catalog() -> Catalog:
    return catalogs.empty("mam")


def test_kit_has_every_sentence_that_people_read(catalog: Catalog) -> None:
    """With its Spanish, its English, what it is for and how long it may be; nothing of the pages for staff."""
    rows = export_rows(catalog, "mam", PHRASES)
    table = {row[0]: row for row in rows[1:]}

    assert rows[0] == ["key", "Spanish", "English", "what it is for", "SMS at most", "mam", "signed by"]
    assert set(table) == set(KEYS)
    assert {"utter_welcome", "danger_medical", "card_asks"} <= set(KEYS)
    assert "try_title" not in table
    assert table["utter_goodbye"][1] == PHRASES.say("utter_goodbye", "es")
    assert "first message a person ever gets" in table["utter_welcome"][3]
    assert table["utter_welcome"][4] == "2"


def test_import_takes_drafts_and_export_shows_them_again(catalog: Catalog) -> None:
    """What was filled in is in the next table, not signed by anybody."""
    taken = import_rows(catalog, "mam", filled(catalog, utter_thanks="Chjonte te"), measure)
    again = {row[0]: row for row in export_rows(catalog, "mam", PHRASES)}

    assert taken.changed == ("utter_thanks",)
    assert taken.problems == ()
    assert again["utter_thanks"][5:] == ["Chjonte te", ""]
    assert catalog.get(SENTENCES["utter_thanks"]).fuzzy


def test_import_of_the_same_table_changes_nothing(catalog: Catalog) -> None:
    """An old table does not take back a signature."""
    rows = filled(catalog, utter_thanks="Chjonte te")
    import_rows(catalog, "mam", rows, measure)
    sign_all(catalog, WHO, DAY, measure)
    taken = import_rows(catalog, "mam", rows, measure)

    assert taken.changed == ()
    assert signature(catalog.get(SENTENCES["utter_thanks"])) is not None


def test_import_leaves_what_the_table_does_not_have(catalog: Catalog) -> None:
    """An empty cell or a missing row deletes nothing."""
    draft(catalog, SENTENCES["utter_thanks"], "Chjonte te", "")
    rows = [row for row in filled(catalog) if row[0] != "utter_goodbye"]
    next(row for row in rows if row[0] == "utter_thanks")[5] = ""
    import_rows(catalog, "mam", rows, measure)

    assert catalog.get(SENTENCES["utter_thanks"]).string == "Chjonte te"


def test_import_says_when_it_silences_a_signed_sentence(catalog: Catalog) -> None:
    """A better wording needs a new signature, and the translator is told so."""
    draft(catalog, SENTENCES["utter_thanks"], "Chjonte", "")
    sign(catalog.get(SENTENCES["utter_thanks"]), WHO, DAY)
    taken = import_rows(catalog, "mam", filled(catalog, utter_thanks="Chjonte te"), measure)

    assert "until somebody signs it again" in taken.problems[0]
    assert catalog.get(SENTENCES["utter_thanks"]).user_comments == ["before: Chjonte"]


def test_import_keeps_what_is_wrong_and_says_so(catalog: Catalog) -> None:
    """A lost placeholder is a sentence with its row; the work is in the catalog all the same, and cannot be signed."""
    taken = import_rows(catalog, "mam", filled(catalog, utter_which_number="Qe tajlal"), measure)
    signed = sign_all(catalog, WHO, DAY, measure)

    assert "{highest} is missing" in taken.problems[0]
    assert taken.problems[0].startswith("row ")
    assert catalog.get(SENTENCES["utter_which_number"]).string == "Qe tajlal"
    assert signed.keys == ()
    assert "utter_which_number: {highest} is missing" in signed.refused[0]


def test_import_gives_back_a_translation_of_words_that_changed(catalog: Catalog) -> None:
    """The English was edited while the translator worked: the translation is repeated in the message, not dropped."""
    rows = filled(catalog, utter_thanks="Chjonte te")
    next(row for row in rows if row[0] == "utter_thanks")[2] = "You are welcome."
    taken = import_rows(catalog, "mam", rows, measure)

    assert taken.changed == ()
    assert "another one now" in taken.problems[0]
    assert "Chjonte te" in taken.problems[0]


@pytest.mark.parametrize(
    "rows",
    [[], [["a", "b"]], [["key", "Spanish", "English", "what it is for", "SMS at most", "kek"]]],
    ids=["empty", "another table", "another language"],
)
def test_import_refuses_another_table(catalog: Catalog, rows: Rows) -> None:
    """The wrong file changes nothing."""
    taken = import_rows(catalog, "mam", rows, measure)

    assert taken.changed == ()
    assert taken.problems[0].startswith("row 1: ")


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Thanks", "Chjonte", None),
        ("Reply {highest}", "Tzaq'webʼ {highest}", None),
        ("Reply {highest}", "{highest} {more}", "{more} is not in the English"),
        ("Reply {highest}", "{highest", "a brace"),
        ("Reply MENU", "MENÚ", None),
        ("Reply MENU", "XJELB'IL", "XJELB"),
        ("Thanks", "chjonte " * 60, "takes 4 SMS"),
    ],
)
def test_faults_are_sentences_for_a_translator(english: str, translation: str, fault: str | None) -> None:
    """Each says what to do; a translation that keeps the rules has none."""
    found = list(faults(english, translation, measure))

    assert (fault is None) == (found == [])
    assert fault is None or fault in found[0]


@pytest.mark.parametrize("reviewer", ["", "María", "María, ", "a\nb, c"])
def test_sign_needs_a_name_and_a_role(catalog: Catalog, reviewer: str) -> None:
    """Who vouches must be named."""
    with pytest.raises(ValueError, match="Name, role"):
        sign_all(catalog, reviewer, DAY, measure)


def test_sign_can_be_for_single_sentences(catalog: Catalog) -> None:
    """A reviewer signs what they read; an unknown key is refused by name."""
    import_rows(catalog, "mam", filled(catalog, utter_thanks="Chjonte te", utter_goodbye="Chjonte"), measure)

    assert sign_all(catalog, WHO, DAY, measure, ["utter_thanks"]).keys == ("utter_thanks",)
    with pytest.raises(ValueError, match="utter_nothing"):
        sign_all(catalog, WHO, DAY, measure, ["utter_nothing"])
