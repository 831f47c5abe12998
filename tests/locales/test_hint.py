from __future__ import annotations

import json
from pathlib import Path

import pytest

from locales.hint import hint

QUESTIONS = Path(__file__).parents[1] / "questions"
WORDS = Path(__file__).parent / "indigenous_words.tsv"
APOSTROPHES = "'’‘ʼʻ´`ꞌ′"


@pytest.mark.parametrize("tag", ["es", "en"])
def test_hint_never_interrupts_questions_in_spanish_and_english(tag: str) -> None:
    """Not one of the development questions, misspelled as they are, would be answered with a question back."""
    questions = (QUESTIONS / f"{tag}.tune.jsonl").read_text(encoding="utf-8").splitlines()
    interrupted = [text for line in questions if hint(text := json.loads(line)["text"])]

    assert len(questions) > 100
    assert interrupted == []


def test_hint_names_what_is_clear() -> None:
    """Indigenous text is seen as such, and where a language is named it is the right one."""
    lines = [line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [(tag, hint(text)) for tag, text in lines]

    assert all(seen is not None for _, seen in found)
    assert all(seen.tag in (tag, None) for tag, seen in found if seen)
    assert sum(bool(seen and seen.tag) for _, seen in found) >= 0.8 * len(found)


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_hint_does_not_mind_which_apostrophe(sign: str) -> None:
    """Every keyboard has another sign for the glottal stop."""
    seen = hint("Ink'a' innaw k'auxlankil chi us".replace("'", sign))

    assert seen is not None
    assert seen.tag == "kek"


@pytest.mark.parametrize(
    "text",
    [
        "soy de San Pedro Soloma Huehuetenango",
        "vengo de Ixtahuacan y mi hijo esta en Tapachula",
        "hablo mam y necesito interprete en la corte",
        "me llamo Xochitl Tzul, cuanto cuesta el asilo",
        "ola kiero saver de la visa h2a xfa",
        "ayuda",
        "tz'unun",
        "",
        "12345",
        "👍👍",
    ],
)
def test_hint_leaves_names_and_single_words_alone(text: str) -> None:
    """Names of towns and people, one foreign word and no words at all say nothing of what somebody speaks."""
    assert hint(text) is None


@pytest.mark.parametrize("text", ["k'iche' winaq asilo kwaj ta'nik", "jas rajawaxik che le asilo kinwaj wetamaj"])
def test_hint_sees_an_indigenous_question_with_spanish_words(text: str) -> None:
    """Loans do not hide the language around them."""
    assert hint(text) is not None
