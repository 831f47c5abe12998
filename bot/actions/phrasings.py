"""How people ask on, ask several things at once, and ask about their own case; `phrasings.yaml` holds the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import BotError
from knowledge.normalise import fold, normalise

FILE = Path(__file__).with_name("phrasings.yaml")

#: A longer message says what it is about.
MOST_WORDS: Final = 7
#: A shorter piece is no question of its own.
LEAST_WORDS: Final = 2
_JOINED = r"y|e|and|tambi[eé]n|adem[aá]s|also|plus"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    no_subject: dict[str, str]
    links: dict[str, list[str]]
    question_starts: dict[str, list[str]]
    own_case: dict[str, list[str]]
    asylum: dict[str, list[str]]
    here: dict[str, list[str]]
    #: Beginning of a slug -> language -> name.
    subjects: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Phrasings:
    no_subject: frozenset[str] = field(repr=False)
    #: Where a message may be cut; what it matches is left out.
    cuts: re.Pattern[str] = field(repr=False)
    links: re.Pattern[str] = field(repr=False)
    own_case: re.Pattern[str] = field(repr=False)
    asylum: re.Pattern[str] = field(repr=False)
    here: re.Pattern[str] = field(repr=False)
    subjects: Mapping[str, Mapping[str, str]] = field(repr=False)

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BotError with the file and what is wrong in it."""
        try:
            table = _Table.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
            starts = "|".join(_with_accents(words) for words in _all(table.question_starts))
            return cls(
                no_subject=frozenset(word for words in table.no_subject.values() for word in words.split()),
                cuts=re.compile(
                    rf"[?\n]+(?:[\s¿]*(?:{_JOINED})\b)*|[\s,;.]+(?:(?:{_JOINED})\s+)+(?=¿?(?:{starts})\b)",
                    re.IGNORECASE,
                ),
                links=_any(table.links),
                own_case=_any(table.own_case),
                asylum=_any(table.asylum),
                here=_any(table.here),
                subjects=table.subjects,
            )
        except (ValidationError, yaml.YAMLError, re.error) as error:
            raise BotError(f"{file.name}: {error}") from error

    def names_no_subject(self, text: str) -> bool:
        """ "y cuanto cuesta?", "para mi hijo tambien?": short, and every word fits any topic."""
        words = _words(text).split()
        return len(words) <= MOST_WORDS and self.no_subject.issuperset(words)

    def goes_on(self, text: str) -> bool:
        """ "y la visa de mi tio?": short, and joined to what was said before."""
        words = _words(text)
        return len(words.split()) <= MOST_WORDS and bool(self.links.match(words))

    def split(self, text: str) -> tuple[str, ...]:
        """The questions of a message, in order; a message that may not be cut is one."""
        pieces = [piece.strip(" \t,;.¿¡") for piece in self.cuts.split(text)]
        return tuple(piece for piece in pieces if len(piece.split()) >= LEAST_WORDS) or (text,)

    def asks_for_asylum_here(self, text: str) -> bool:
        """ "asilo aqui": in the country where the person is, which the words do not tell."""
        words = _words(text)
        return bool(self.asylum.search(words) and self.here.search(words))

    def subject(self, slug: str, language: str) -> str:
        """What a topic is called when a question goes on with it."""
        beginnings = [beginning for beginning in self.subjects if slug.startswith(beginning)]
        if not beginnings:
            return slug.replace("-", " ")
        names = self.subjects[max(beginnings, key=len)]
        return names.get(language, names["es"])

    def is_about_own_case(self, text: str) -> bool:
        return bool(self.own_case.search(_words(text)))


@cache
def phrasings() -> Phrasings:
    """The shipped table, read once."""
    return Phrasings.load()


def _any(words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_all(words))})\b")


def _words(text: str) -> str:
    return fold(normalise(text))


def _all(words: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for language in words.values() for word in language]


def _with_accents(words: str) -> str:
    """The table has no accents; a message that is about to be cut may have them."""
    for plain, either in (("a", "[aá]"), ("e", "[eé]"), ("i", "[ií]"), ("o", "[oó]"), ("u", "[uú]")):
        words = words.replace(plain, either)
    return words.replace(" ", r"\s+")
