"""Messages as people type them, turned into words that can be compared: "xq no m abrennn" → "por que no me abren".

The table is `knowledge/shorthand.yaml`; editors add to it. Two functions: `normalise` for the embedding (keeps accents
and apostrophes that are there), `fold` for letters (lower case, no accents, no punctuation).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import yaml

from locales.plain import plain

TABLE = Path(__file__).with_name("shorthand.yaml")
WORD = re.compile(r"[^\W_]+(?:['’ʼꞌ][^\W_]+)*", re.UNICODE)
#: Three or more of one letter are a raised voice: "ayudaaa". Two may be spelling.
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}", re.UNICODE)
#: Nobody needs more to be understood, and no message may cost more.
LONGEST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorthand:
    """One language of the table."""

    #: Words that tell the language.
    common: frozenset[str]
    words: Mapping[str, str]
    #: Pattern and replacement for words spelled by ear.
    spelling: tuple[tuple[re.Pattern[str], str], ...]
    unless: frozenset[str]

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> Self:
        common, words, spelling, unless = (
            table.get(key, default)
            for key, default in (("common", []), ("words", {}), ("spelling", []), ("unless", []))
        )
        assert isinstance(common, list) and isinstance(words, dict)  # noqa: S101, PT018  (our own file; tests read it)
        assert isinstance(spelling, list) and isinstance(unless, list)  # noqa: S101, PT018
        return cls(
            common=frozenset(common),
            words={str(short): str(long) for short, long in words.items()},
            spelling=tuple((re.compile(pattern), replacement) for pattern, replacement in spelling),
            unless=frozenset(unless),
        )

    def evidence(self, words: list[str]) -> int:
        """How many of the folded words belong to this language; shorthand counts half of an ordinary word."""
        return sum(2 * (word in self.common) + (word in self.words) for word in words)

    def say(self, word: str) -> str:
        """The word meant by one word of a message, or the word itself."""
        folded = plain(word)
        if folded in self.words:
            return self.words[folded]
        if "k" not in folded or folded in self.unless or not self.spelling:
            return word
        for pattern, replacement in self.spelling:
            folded = pattern.sub(replacement, folded)
        return folded


@cache
def shorthand() -> Mapping[str, Shorthand]:
    """The table by language tag, read once."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {tag: Shorthand.from_table(rows) for tag, rows in table.items()}


def normalise(text: str) -> str:
    """The message in lower case with shorthand written out; Spanish when it could be Spanish or English."""
    text = DRAWN_OUT.sub(r"\1", unicodedata.normalize("NFKC", text[:LONGEST])).lower()
    table = shorthand()
    words = [plain(word) for word in WORD.findall(text)]
    tag = max(table, key=lambda tag: table[tag].evidence(words))
    if not table[tag].evidence(words):
        return " ".join(text.split())
    return " ".join(WORD.sub(lambda match: table[tag].say(match[0]), text).split())


def fold(text: str) -> str:
    """Only words and numbers, lower case, without accents: what a hurried person types."""
    return " ".join(WORD.findall(plain(unicodedata.normalize("NFKC", text))))
