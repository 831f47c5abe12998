"""No sentence reaches a person in an Indigenous language before a speaker has signed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from locales import catalog as catalogs
from locales.catalog import FOLDER, OURS, catalog_file, draft, messages, placeholders, sign, signature
from locales.languages import Register
from locales.phrases import Phrases
from locales.sentences import SENTENCES

REGISTER = Register.load()
TAGS = [each.tag for each in REGISTER.languages if each.tag not in OURS]
SHIPPED = [each.tag for each in REGISTER.languages if catalog_file(FOLDER, each.tag).is_file()]
DAY = date(2026, 11, 24)
MARK = "NOT SIGNED"


def drafted() -> Catalog:
    """Every sentence of the service, translated by nobody."""
    catalog = catalogs.empty("mam")
    for sentence in set(SENTENCES.values()):
        draft(catalog, sentence, f"{MARK} {sentence}", "")
    return catalog


def as_drafts(message: Message) -> None:
    """As an import leaves it."""


def not_fuzzy_any_more(message: Message) -> None:
    message.flags.discard("fuzzy")


def changed_after_signing(message: Message) -> None:
    sign(message, "María Ramírez, Mam interpreter", DAY)
    message.string = f"{message.string}!"


def marked_fuzzy_after_signing(message: Message) -> None:
    sign(message, "María Ramírez, Mam interpreter", DAY)
    message.flags.add("fuzzy")


def signed_by_hand(message: Message) -> None:
    message.flags.discard("fuzzy")
    message.user_comments.append("signed by María Ramírez on 2026-11-24 (000000000000)")


def signed_with_another_placeholder(message: Message) -> None:
    message.string = f"{message.string} {{number}} {{password}}"
    sign(message, "María Ramírez, Mam interpreter", DAY)


@pytest.mark.parametrize(
    "spoil",
    [
        as_drafts,
        not_fuzzy_any_more,
        changed_after_signing,
        marked_fuzzy_after_signing,
        signed_by_hand,
        signed_with_another_placeholder,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_nothing_unsigned_reaches_a_person(tmp_path: Path, spoil: Callable[[Message], None]) -> None:
    """Whatever way a string is unsigned, no key says it, in any language of the register, through the real Phrases."""
    catalog = drafted()
    for message in messages(catalog):
        spoil(message)
    for tag in TAGS:
        catalogs.write(catalog_file(tmp_path, tag), catalog)
    phrases = Phrases.load(tmp_path, REGISTER)

    said = {(tag, key) for tag in TAGS for key in SENTENCES if MARK in phrases.template(key, tag)}

    assert said == set()


def test_signed_sentence_is_said(tmp_path: Path) -> None:
    """The counterpart: a signature is what makes the difference."""
    catalog = drafted()
    sign(catalog.get(SENTENCES["utter_menu"]), "María Ramírez, Mam interpreter", DAY)
    catalogs.write(catalog_file(tmp_path, "mam"), catalog)
    phrases = Phrases.load(tmp_path, REGISTER)

    assert phrases.say("utter_menu", "mam").startswith(MARK)
    assert MARK not in phrases.say("utter_menu", "kek")
    assert MARK not in phrases.say("utter_thanks", "mam")


@pytest.mark.parametrize("tag", SHIPPED)
def test_shipped_catalogs_say_only_what_is_signed(tag: str) -> None:
    """Read without our own code: what Phrases says in a language of speakers is not fuzzy and names its reviewer."""
    phrases = Phrases.load()
    with catalog_file(FOLDER, tag).open("rb") as po:
        stored = {message.id: message for message in read_po(po) if message.id}

    for key, sentence in SENTENCES.items():
        message = stored.get(sentence)
        if message is None or phrases.template(key, tag) != message.string or not message.string:
            continue
        assert not message.fuzzy, key
        assert tag in OURS or any(comment.startswith("signed by ") for comment in message.user_comments), key


def test_signature_names_its_reviewer_and_survives_the_file(tmp_path: Path) -> None:
    """Who signed and when is in the catalog itself, whatever letters the language has."""
    catalog = catalogs.empty("mam")
    draft(catalog, SENTENCES["utter_thanks"], "Chjonte, q’ʼꞌ ẍ ñ\nsegunda línea " * 9, "context")
    sign(catalog.get(SENTENCES["utter_thanks"]), "Xwan Pérez (Comitancillo), intérprete", DAY)
    catalogs.write(catalog_file(tmp_path, "mam"), catalog)
    read = catalogs.load("mam", tmp_path).get(SENTENCES["utter_thanks"])

    found = signature(read)
    assert found is not None
    assert (found.reviewer, found.day) == ("Xwan Pérez (Comitancillo), intérprete", DAY)


def test_draft_keeps_what_a_speaker_had_signed() -> None:
    """Replacing a signed sentence loses neither the old words nor the fact that they were signed before."""
    catalog = catalogs.empty("mam")
    draft(catalog, "Thanks", "Chjonte", "")
    sign(catalog.get("Thanks"), "María Ramírez, Mam interpreter", DAY)
    draft(catalog, "Thanks", "Chjonte teya", "")

    assert catalog.get("Thanks").user_comments == ["before: Chjonte"]
    assert signature(catalog.get("Thanks")) is None


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("{a} and {b}", {"a", "b"}),
        ("none", set()),
        ("{a:>99999}", {"a:>99999"}),
        ("{a!r}", {"a!r"}),
        ("{a.__class__}", {"a.__class__"}),
        ("{a", None),
    ],
)
def test_placeholders_are_compared_whole(sentence: str, found: set[str] | None) -> None:
    """A format that is not in the English sentence is another placeholder."""
    assert placeholders(sentence) == found
