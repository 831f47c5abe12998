"""The interpreter card, as text and as a picture."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from channels.card import HEIGHT, LONGEST_TOWN, WIDTH, card_png, card_text, cleaned_town, font_file
from channels.segments import count, fold
from locales.languages import Language, Register
from locales.phrases import Phrases

REGISTER = Register.load()
PHRASES = Phrases.load(register=REGISTER)
LANGUAGES = [pytest.param(language, id=language.tag) for language in REGISTER.languages]


def test_card_says_who_needs_what_in_english_and_spanish() -> None:
    """The language, the town and the request stand there twice, English first."""
    english, spanish = card_text(REGISTER.get("mam"), PHRASES, "todos santos").split("\n\n")

    assert english.startswith("I speak Mam. I am from Todos Santos. I do not understand Spanish or English well.")
    assert spanish.startswith("Hablo mam. Soy de Todos Santos. No entiendo bien el español ni el inglés.")
    assert ("interpreter" in english, "intérprete" in spanish) == (True, True)


def test_card_has_the_language_s_own_name() -> None:
    """Who knows the language by its own name finds it too; where it varies the region matters."""
    text = card_text(REGISTER.get("mix"), PHRASES)

    assert "I speak Mixtec (Tu'un Savi)." in text
    assert "as in my region" in text


@pytest.mark.parametrize(
    ("tag", "words"), [("es", "I do not understand English well"), ("en", "No entiendo bien el español")]
)
def test_card_of_spanish_and_english(tag: str, words: str) -> None:
    """Who speaks one of the two has a card for readers of the other."""
    assert words in card_text(REGISTER.get(tag), PHRASES)
    assert "Spanish or English" not in card_text(REGISTER.get(tag), PHRASES)


def test_card_claims_no_right_that_we_cannot_prove() -> None:
    """It asks; a free interpreter is promised for US immigration court only, as in the article."""
    said = card_text(REGISTER.get("mam"), PHRASES).lower()

    assert "right" not in said
    assert "derecho" not in said
    assert "immigration court the interpreter is free" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_card_travels_by_sms(language: Language) -> None:
    """In plain GSM-7, and with the longest town in at most four segments."""
    counted = count(fold(card_text(language, PHRASES, "Santiago " * 10), language.fold))

    assert counted.encoding == "GSM-7"
    assert counted.segments <= 4


@pytest.mark.parametrize("tag", ["es", "mam", "kek", "mix", "cac", "tzh", "ote", "gn", "ht"])
def test_picture_is_black_on_white_with_its_margin_free(tag: str) -> None:
    """Nothing runs out of the card, whatever the town; it is large, grey and small enough to send."""
    png = card_png(REGISTER.get(tag), REGISTER, PHRASES, "x" * 100)
    picture = Image.open(io.BytesIO(png))
    frame = 24
    inside = picture.crop((frame, frame, WIDTH - frame, HEIGHT - frame))
    printed = inside.point([255 if level < 128 else 0 for level in range(256)]).getbbox()

    assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (WIDTH, HEIGHT))
    assert printed is not None
    assert printed[0] >= 30
    assert printed[1] >= 30
    assert printed[2] <= WIDTH - 2 * frame - 30
    assert printed[3] <= HEIGHT - 2 * frame - 30
    assert len(png) < 100_000


def test_font_has_every_letter_of_every_name() -> None:
    """No name, town or sentence shows an empty box, nor do the letters people type: ʼ ꞌ ’ ä ẍ ẽ ŋ ɨ."""
    words = {word for each in REGISTER.languages for word in (each.name, each.es, each.en, *each.varieties)}
    wanted = {ord(letter) for letter in "".join(words) + "ʼꞌ’'äëïöüẍẽŋɨñ"}
    for bold in (False, True):
        with TTFont(font_file(bold)) as font:
            assert sorted(map(chr, wanted - set(font.getBestCmap()))) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("todos santos cuchumatán", "Todos Santos Cuchumatán"),
        ("san juan la laguna", "san Juan la Laguna"),
        ("Xela", "Xela"),
        ("  Tierra\nBlanca ", "Tierra Blanca"),
        ("mi número es +502 5555 0100", "mi Número es"),
        ("<b>Cobán</b> https://a.example", "b Cobán b https a.example"),
        ("K’anmaʼ (Nebaj)", "K’anmaʼ (Nebaj)"),
        ("x" * 100, "X" + "x" * (LONGEST_TOWN - 1)),
        (None, ""),
        ("1234", ""),
    ],
)
def test_town_is_fit_to_print(typed: str | None, printed: str) -> None:
    """Letters and a few marks; no telephone number, no markup, no second line."""
    assert cleaned_town(typed) == printed
