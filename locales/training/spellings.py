"""How the same words are typed by people: without accents, without glottal stops, in old spelling, in haste."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MAYAN: Final = frozenset(
    (
        "quc",
        "mam",
        "kek",
        "cak",
        "kjb",
        "cac",
        "ixl",
        "acr",
        "poh",
        "poc",
        "tzj",
        "agu",
        "ttc",
        "qum",
        "yua",
        "tzh",
        "tzo",
    )
)

#: Spelling of schools and churches before 1987: Spanish letters, most glottal stops left out.
_OLD: Final = (
    (re.compile(r"tz'"), "tz"),
    (re.compile(r"ch'"), "ch"),
    (re.compile(r"k'(?=[ieë])"), "qu"),
    (re.compile(r"k'"), "c"),
    (re.compile(r"q'"), "k"),
    (re.compile(r"q(?!u)"), "k"),
    (re.compile(r"k(?=[ieë])"), "qu"),
    (re.compile(r"k"), "c"),
    (re.compile(r"w(?=[ieë])"), "gü"),
    (re.compile(r"w"), "u"),
    (re.compile(r"'"), ""),
)
_TEXTED: Final = {
    "es": (
        ("que", "q"), ("que", "k"), ("porque", "xq"), ("porque", "pq"), ("por", "x"), ("qu", "k"), ("ll", "y"),
        ("v", "b"), ("b", "v"), ("c", "s"), ("z", "s"), ("s", "z"), ("h", ""), ("para", "pa"), ("estoy", "toy"),
        ("también", "tmb"), ("mucho", "muxo"), ("ch", "x"), ("ge", "je"), ("gi", "ji"), ("g", "j"), ("gu", "w"),
        ("de", "d"), ("te", "t"), ("n", "m"), ("r", "rr"), ("ñ", "n"), ("ió", "io"), ("dos", "2"),
    ),
    "en": (
        ("you", "u"), ("are", "r"), ("your", "ur"), ("for", "4"), ("to", "2"), ("th", "d"), ("the", "da"),
        ("ee", "i"), ("ea", "e"), ("ght", "t"), ("please", "pls"), ("because", "cuz"), ("ing", "in"), ("ou", "o"),
        ("ie", "ei"), ("ll", "l"), ("ss", "s"), ("ph", "f"), ("what", "wat"), ("know", "no"), ("'", ""), ("h", ""),
    ),
}  # fmt: skip


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def spellings(label: str, text: str, rng: random.Random) -> Iterator[str]:
    """`text`, given as `letters`, and other ways to type it."""
    yield text
    yield without_accents(text)
    if label in _TEXTED:
        yield _hasty(without_accents(text), _TEXTED[label], rng)
        return
    yield text.replace("'", "")
    if label in MAYAN:
        yield _old(text)


def _old(text: str) -> str:
    for pattern, letters in _OLD:
        text = pattern.sub(letters, text)
    return text


def _hasty(text: str, habits: tuple[tuple[str, str], ...], rng: random.Random) -> str:
    """Some of the habits, and one letter in forty left out or changed places with its neighbour."""
    for written, typed in rng.sample(habits, 4):
        text = text.replace(written, typed)
    typed_letters = list(text)
    for i in range(len(typed_letters) - 1):
        chance = rng.random()
        if chance < 0.0125:
            typed_letters[i] = ""
        elif chance < 0.025:
            typed_letters[i], typed_letters[i + 1] = typed_letters[i + 1], typed_letters[i]
    return "".join(typed_letters)
