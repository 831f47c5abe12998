"""Shorthand, spelling by ear and raised voices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import LONGEST, fold, normalise, shorthand


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xq no m dejan pasar", "por que no me dejan pasar"),
        ("q ago si me agarran", "que hago si me agarran"),
        ("kiero pedir asilo", "quiero pedir asilo"),
        ("tngo miedo x mi hijo", "tengo miedo por mi hijo"),
        ("komo ago para ke me kiten la multa", "como hago para que me quiten la multa"),
        ("stoy bn, d donde sale el msj", "estoy bien, de donde sale el mensaje"),
        ("wat do i do pls", "what do i do please"),
        ("can u help me w my case", "can you help me with my case"),
        ("how r u", "how are you"),
    ],
)
def test_normalise_writes_shorthand_out(typed: str, meant: str) -> None:
    """Words of messages become words of sentences, in the language that the message is in."""
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("¿cuánto cuesta pedir asilo?", id="good Spanish"),
        pytest.param("how do i ask for asylum?", id="good English"),
        pytest.param("jas kꞌo chupam ri wuj", id="K'iche'"),
        pytest.param("ok", id="ok is not spelled by ear"),
        pytest.param("como funciona whatsapp", id="a name with k or w"),
        pytest.param("i-589", id="a form"),
    ],
)
def test_normalise_leaves_good_writing_alone(text: str) -> None:
    """What is already written out stays as it is, accents and signs included."""
    assert normalise(text) == text


def test_normalise_lowers_raised_voices() -> None:
    """Capitals and drawn-out letters do not make another word."""
    assert normalise("AYUDAAAAA   porfaaaa") == "ayuda por favor"


def test_fold_compares_what_hurried_people_type() -> None:
    """Accents, capitals and punctuation do not count for letters."""
    assert fold("¿Cuánto CUESTA, señor?") == "cuanto cuesta senor"


@given(st.text(max_size=2 * LONGEST))
def test_normalise_takes_any_text(text: str) -> None:
    """Whatever is sent, the result is lower case, with single spaces, and settles after one more round."""
    once = normalise(text)

    assert "  " not in once
    assert len(once) < 12 * LONGEST
    assert fold(once) == fold(fold(once))


@pytest.mark.parametrize("tag", ["es", "en"])
def test_table_holds_only_folded_single_words(tag: str) -> None:
    """An entry with an accent, a space or a capital could never match; one that repeats itself does nothing."""
    words = shorthand()[tag].words
    wrong = [short for short, long in words.items() if fold(short) != short or " " in short or short == long]

    assert wrong == []
