"""The order in which the language of an answer is decided."""

from __future__ import annotations

import pytest

from locales.choose import choose_language
from locales.identify import Guess
from locales.languages import Register

SPANISH, ENGLISH = Guess(tag="es", probability=0.99), Guess(tag="en", probability=0.99)
UNSURE, MAM = Guess(tag="en", probability=0.6), Guess(tag="mam", probability=0.99)
NOTHING = Guess(tag=None, probability=0.3)


@pytest.mark.parametrize(
    ("chosen", "guess", "last", "language"),
    [
        pytest.param("en", SPANISH, "es", "en", id="the person's choice holds whatever they write in"),
        pytest.param(None, ENGLISH, "es", "en", id="a message that is surely English"),
        pytest.param(None, SPANISH, "en", "es", id="a message that is surely Spanish"),
        pytest.param(None, UNSURE, "es", "es", id="an unsure message changes nothing"),
        pytest.param(None, NOTHING, "en", "en", id="numbers and emoji change nothing"),
        pytest.param(None, MAM, "en", "en", id="an Indigenous language is asked about, never assumed"),
        pytest.param(None, NOTHING, None, "es", id="nothing known"),
    ],
)
def test_choose_language(chosen: str | None, guess: Guess, last: str | None, language: str) -> None:
    """Choice, then a sure message, then the last answer, then Spanish."""
    assert choose_language(chosen=chosen, guess=guess, last=last) == language


@pytest.mark.parametrize("tag", sorted({each.tag for each in Register.load().languages} - {"es", "en"}))
def test_detection_never_switches_to_an_indigenous_language(tag: str) -> None:
    """However sure the model is: it may ask, and only the person's own choice changes the language."""
    sure = Guess(tag=tag, probability=1.0)

    assert choose_language(chosen=None, guess=sure, last=None) == "es"
    assert choose_language(chosen=tag, guess=SPANISH, last="es") == tag
