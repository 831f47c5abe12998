from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from locales.commands import recognise
from locales.errors import PhraseError
from locales.languages import Level, Register
from locales.phrases import FOLDER, Phrases, catalog_file
from locales.sentences import SENTENCES

REGISTER = Register.load()
TRANSLATED = [language.tag for language in REGISTER.languages if catalog_file(FOLDER, language.tag).is_file()]
#: The sentences of the dialogue: sent by SMS, so their length counts.
SENT = sorted(key for key in SENTENCES if key.startswith("utter_"))
COUNTRIES = (
    "\n1 México\n2 Guatemala\n3 Honduras\n4 El Salvador\n5 Estados Unidos\n6 Costa Rica\n7 Panamá\n8 Belice\n9 Canadá"
)
#: What the longest placeholder values take, in characters.
LONGEST = {
    "highest": "10",
    "language": "Avañe'ẽ Guaraní",
    "other": "Español",
    "countries": COUNTRIES,
    "choices": COUNTRIES,
    "languages": "\n1 Q'anjob'al\n2 Akateko\n3 Popti' (jakalteko)\n4 Chuj",
    "country": "Guatemala",
    "town": "San Francisco El Alto",
    "towns": "Todos Santos Cuchumatán, San Juan Ostuncalco, Comitancillo",
    "no": "10",
}
#: Lists of languages are cut to pages; tests/bot/test_language_list.py looks at every page as it is sent.
PAGES = {"utter_language_list", "utter_which_language", "utter_language_for_card", "utter_more_countries"}
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_SEGMENTS = 2 * 153


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load()


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_catalog_keeps_placeholders(tag: str) -> None:
    """A translation has the placeholders of its sentence, no more and no fewer."""
    with catalog_file(FOLDER, tag).open("rb") as po:
        entries = [entry for entry in read_po(po) if entry.id and entry.string]

    assert entries
    for entry in entries:
        assert placeholders(entry.id) == placeholders(entry.string), entry.id


@pytest.mark.parametrize("tag", TRANSLATED)
def test_catalog_is_complete_where_it_must_be(tag: str) -> None:
    """A language in full has every sentence, none of them fuzzy and none that no code says any more."""
    if REGISTER.get(tag).level is not Level.FULL:
        pytest.skip("phrases may be missing in this language")
    with catalog_file(FOLDER, tag).open("rb") as po:
        entries = [entry for entry in read_po(po) if entry.id]

    assert {entry.id for entry in entries if entry.string and not entry.fuzzy} == set(SENTENCES.values())
    assert len(entries) == len(set(SENTENCES.values()))


def test_sentences_are_all_marked_for_translators() -> None:
    """Babel extracts exactly the sentences of the table."""
    files = (FOLDER / "sentences.py", FOLDER / "speaker_sentences.py")
    found = (entry for file in files for entry in extract_from_file("python", str(file), keywords={"N_": None}))
    extracted = {message for _, message, _, _ in found}

    assert extracted <= set(SENTENCES.values())
    assert {SENTENCES[key] for key in SENT} <= extracted


@pytest.mark.parametrize("tag", ["en", "es"])
@pytest.mark.parametrize("key", [key for key in SENT if key not in PAGES])
def test_sentence_fits_two_segments(phrases: Phrases, key: str, tag: str) -> None:
    """With the longest values filled in and accents folded, a phrase is plain GSM-7 and at most two SMS."""
    said = phrases.say(key, tag, **{name: LONGEST[name] for name in placeholders(SENTENCES[key])})
    fold = REGISTER.get("es").fold
    template = "".join(fold.get(letter, letter) for letter in phrases.say(key, tag, **dict.fromkeys(LONGEST, "")))

    assert len(said) <= TWO_SEGMENTS
    assert set(template) <= GSM_7


@pytest.mark.parametrize("tag", ["en", "es"])
def test_sentences_name_only_commands_that_work(phrases: Phrases, tag: str) -> None:
    """Every word in capitals that a sentence tells people to reply is a command."""
    for key in SENT:
        words = phrases.say(key, tag, **dict.fromkeys(LONGEST, "")).replace(",", " ").replace(".", " ").split()
        for word in words:
            if word.isupper() and len(word) > 2:
                assert recognise(word) is not None, f"{key}: {word}"


def test_phrases_fall_back_to_spanish_for_unknown_languages(phrases: Phrases) -> None:
    """A tag that nobody registered is answered in Spanish."""
    assert phrases.say("utter_menu", "tlh") == phrases.say("utter_menu", "es")


def test_phrases_fall_back_where_a_catalog_has_a_gap(tmp_path: Path) -> None:
    """A sentence that a catalog lacks comes from the next language of the chain."""
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "rumbo.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n', "utf-8")

    assert Phrases.load(tmp_path).say("utter_menu", "es") == SENTENCES["utter_menu"]


def test_phrases_refuse_unknown_keys_and_missing_values(phrases: Phrases) -> None:
    """A mistake in the code is an error, not an empty message."""
    with pytest.raises(PhraseError, match="utter_nothing"):
        phrases.say("utter_nothing", "es")
    with pytest.raises(PhraseError, match="highest"):
        phrases.say("utter_which_number", "es")


@pytest.mark.parametrize(
    ("tag", "promises"),
    [
        ("en", ("Rumbo", "free", "lawyers", "government", "money", "papers", "LANGUAGE", "STOP")),
        ("es", ("Rumbo", "gratis", "abogados", "gobierno", "dinero", "papeles", "IDIOMA", "ALTO")),
    ],
)
def test_welcome_says_what_this_is(phrases: Phrases, tag: str, promises: tuple[str, ...]) -> None:
    """The first message says: free, no lawyer, no government, no money or papers asked, how to change and to stop."""
    said = " ".join(phrases.say(key, tag) for key in ("utter_welcome", "utter_welcome_commands"))

    assert [word for word in promises if word not in said] == []
