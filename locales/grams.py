"""A text as the identifier sees it: runs of one to five letters, as numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from locales.plain import APOSTROPHES

#: Longest run of letters that is looked at.
LONGEST: Final = 5
#: A run of letters becomes a number below 2 ** BITS. Changing this or anything below means training again.
BITS: Final = 22
#: More of a message than this changes no answer.
MOST_LETTERS: Final = 400
WORDS: Final = Path(__file__).parent / "identify_words.yaml"

_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xD6E8FEB86659FD93)
_SPACE: Final = ord(" ")

_NO_ACCENTS: Final = str.maketrans("áéíóúü", "aeiouu")
_NOT_WORDS: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|<[^>]{0,20}>")
_COMBINING: Final = re.compile("[\u0300-\u036f]")
_NOT_LETTERS: Final = re.compile(r"[^\w']|[\d_]")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")


@cache
def words_file() -> dict[str, Any]:
    """`identify_words.yaml`."""
    listed: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return listed


@cache
def _names() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(name.split()) for name in words_file()["names"])


def letters(text: str) -> str:
    """Lower case, one kind of apostrophe, no digits, addresses, names or emoji, single spaces; accents stay.

    A letter written three times or more is one letter (“holaaaa”): no language here has such runs.
    """
    text = _NOT_WORDS.sub(" ", text.translate(APOSTROPHES))
    text = _COMBINING.sub("", unicodedata.normalize("NFC", text)).lower()
    text = _STRETCHED.sub(r"\1", _NOT_LETTERS.sub(" ", text))
    return " ".join(_without_names(text.split()))[:MOST_LETTERS]


def _without_names(words: list[str]) -> list[str]:
    """Without names of one or two words, and without lone apostrophes."""
    kept: list[str] = []
    plain = [word.translate(_NO_ACCENTS) for word in words]
    at = 0
    while at < len(words):
        if at + 1 < len(words) and (plain[at], plain[at + 1]) in _names():
            at += 2
            continue
        if (plain[at],) not in _names() and words[at].strip("'"):
            kept.append(words[at])
        at += 1
    return kept


def grams(written: str) -> NDArray[np.uint32]:
    """The numbers of all runs of 1–5 signs in `letters(text)`, word edges marked; no run spans a whole space."""
    signs = np.frombuffer(f" {written} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    space = signs == _SPACE
    found = [_mixed(signs[~space], 1)]
    rolling = signs
    for length in range(2, LONGEST + 1):
        rolling = rolling[:-1] * _MULTIPLIER + signs[length - 1 :]
        if not len(rolling):
            break
        found.append(_mixed(rolling[_within_words(space, length)], length))
    return np.concatenate(found)


def _within_words(space: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Which runs have no space but at their ends."""
    within = np.ones(len(space) - length + 1, dtype=bool)
    for inner in range(1, length - 1):
        within &= ~space[inner : len(space) - length + 1 + inner]
    return within


def _mixed(rolling: NDArray[np.uint64], length: int) -> NDArray[np.uint32]:
    mixed = (rolling + np.uint64(length)) * _SPREAD
    mixed ^= mixed >> np.uint64(32)
    return ((mixed * _MULTIPLIER) >> np.uint64(64 - BITS)).astype(np.uint32)
