"""Identification: right about Spanish and English as people text them, honest about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.choose import SURE, SWITCHED_TO, choose_language
from locales.grams import grams, letters
from locales.identification import Labelled, read_labelled
from locales.identify import LIKELY, MODEL, ONE_WORD_AT_MOST, Guess, identify, named_tags

HERE = Path(__file__).parent
SHORT = read_labelled(HERE / "short_texts.tsv")
INDIGENOUS = read_labelled(HERE / "indigenous_words.tsv")
APOSTROPHES = "‘’ʼʻꞌ´`′"
MOST_BYTES = 1_500_000


def _id(labelled: Labelled) -> str:
    return f"{labelled.label}-{labelled.text[:30]}"


@pytest.mark.parametrize("labelled", [one for one in SHORT if one.label != "?"], ids=_id)
def test_identify_names_spanish_and_english_as_people_text_them(labelled: Labelled) -> None:
    """Misspelled, unaccented, hurried Spanish and English is named."""
    guess = identify(labelled.text)

    assert guess.tag == labelled.label
    assert guess.probability >= LIKELY


@pytest.mark.parametrize("labelled", [one for one in SHORT if one.label == "?"], ids=_id)
def test_identify_does_not_know_what_nobody_can_know(labelled: Labelled) -> None:
    """Nothing, numbers, emoji, names and languages that are not ours get no tag."""
    guess = identify(labelled.text)

    assert guess.tag is None
    assert guess.probability < LIKELY


@pytest.mark.parametrize("labelled", [one for one in SHORT if one.label != "?" and len(one.text) > 26], ids=_id)
def test_identify_is_sure_enough_of_a_sentence_to_switch(labelled: Labelled) -> None:
    """More than 26 characters of Spanish or English are enough for us to answer in that language."""
    other = "en" if labelled.label == "es" else "es"

    assert choose_language(chosen=None, guess=identify(labelled.text), last=other) == labelled.label


@pytest.mark.parametrize("labelled", INDIGENOUS, ids=_id)
def test_identify_names_indigenous_text(labelled: Labelled) -> None:
    """A few words of K'iche', Mam, Q'eqchi', Yucatec, Nahuatl, Quechua or Guarani are recognised."""
    assert identify(labelled.text).tag == labelled.label


@pytest.mark.parametrize("labelled", INDIGENOUS, ids=_id)
def test_identify_never_switches_for_indigenous_text(labelled: Labelled) -> None:
    """Indigenous text, with any apostrophe or none, never makes us answer in Spanish or English as if it were that."""
    folded = labelled.text.translate(str.maketrans(dict.fromkeys(APOSTROPHES, "'")))
    typed = [folded.replace("'", sign) for sign in ("", *APOSTROPHES)]
    switched = [text for text in typed if identify(text).tag in SWITCHED_TO and identify(text).probability >= SURE]

    assert switched == []


def test_identify_takes_every_apostrophe_for_the_same_letter() -> None:
    """A keyboard's choice of apostrophe changes nothing."""
    guesses = {identify("Ninra li wanab' nim, ink'a' innaw".replace("'", sign)) for sign in "'" + APOSTROPHES}

    assert len(guesses) == 1


@pytest.mark.parametrize("word", ["maltyox", "papeles", "lawyer", "refugio", "border"])
def test_identify_is_never_sure_of_one_word(word: str) -> None:
    """One word may come from anywhere, so it never switches the language."""
    assert identify(word).probability <= ONE_WORD_AT_MOST < SURE


@pytest.mark.parametrize("word", ["maltyox", "k'aslemal", "wanab'", "tlasojkamati"])
def test_identify_keeps_spanish_with_one_indigenous_word(word: str) -> None:
    """A Spanish question with one Indigenous word in it stays Spanish."""
    assert identify(f"quiero saber cuanto cuesta {word} pedir el asilo").tag == "es"


def test_identify_ignores_names_of_places() -> None:
    """Spanish names of places do not make an English question Spanish, nor English ones the other way round."""
    assert identify("my sister ran from el salvador to costa rica").tag == "en"
    assert identify("mi hermana esta en new york con el de roxham road").tag == "es"


@given(st.text(max_size=200))
def test_identify_answers_anything(text: str) -> None:
    """Any text at all gets a guess with a probability, and the same one each time."""
    guess = identify(text)

    assert guess == identify(text)
    assert 0 <= guess.probability <= 1
    assert guess.tag is None or guess.tag in named_tags()


def test_identify_looks_at_a_bounded_part_of_a_long_text() -> None:
    """A message of a hundred thousand letters costs no more than a long one."""
    assert len(letters("ayuda por favor " * 10_000)) <= 400


def test_letters_leaves_out_what_belongs_to_no_language() -> None:
    """Addresses, numbers, emoji, names and stretched letters do not reach the model."""
    assert letters("HOLAAAA 😀 https://a.example/b 123 k’ox x@y.example Costa Rica TPS") == "hola k'ox"


def test_grams_do_not_span_words() -> None:
    """What stands beside a word does not change what the word itself says."""
    assert set(grams("hola")) | set(grams("mundo")) == set(grams("hola mundo"))


def test_model_is_small() -> None:
    """The model can be committed and loaded anywhere."""
    assert MODEL.stat().st_size <= MOST_BYTES


def test_named_tags_are_those_that_can_be_told_apart() -> None:
    """Spanish, English and the Indigenous languages with text to learn from can be named."""
    assert {"es", "en", "quc", "mam", "kek", "kjb", "cac", "ixl", "nah", "mix", "qu", "gn"} <= named_tags()


def test_guess_without_a_tag_never_switches() -> None:
    """Not knowing keeps the language of our last answer."""
    assert choose_language(chosen=None, guess=Guess(tag=None, probability=0.49), last="en") == "en"
