"""Is somebody in danger now, and in which kind? `danger.yaml` says how that sounds; nothing is learned here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import BotError
from locales.plain import plain

FILE = Path(__file__).parent / "danger.yaml"

#: Kinds of danger; when several are recognised, the first of this order is answered.
KINDS = (
    "suicide",
    "kidnapped",
    "medical",
    "child",
    "sexual_violence",
    "trafficking",
    "lost",
    "detention",
    "violence",
)


class _Signs(BaseModel):
    model_config = ConfigDict(extra="forbid")

    always: list[str] = []
    signs: list[str] = []
    hints: list[str] = []


class _Language(BaseModel):
    model_config = ConfigDict(extra="forbid")

    memory: list[str] = []
    asks: list[str] = []
    now: list[str] = []
    kinds: dict[str, _Signs] = {}


@dataclass(frozen=True, slots=True)
class Dangers:
    """Compiled patterns of all languages, because people mix them."""

    memory: re.Pattern[str]
    asks: re.Pattern[str]
    now: re.Pattern[str]
    always: Mapping[str, re.Pattern[str]] = field(repr=False)
    signs: Mapping[str, re.Pattern[str]] = field(repr=False)
    hints: Mapping[str, re.Pattern[str]] = field(repr=False)

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BotError with the file and what is wrong in it."""
        try:
            entries = yaml.safe_load(file.read_text(encoding="utf-8"))
            languages = [_Language.model_validate(entry) for entry in entries.values()]
            if unknown := {kind for language in languages for kind in language.kinds} - set(KINDS):
                raise BotError(f"{file.name}: unknown kinds {sorted(unknown)}; known are {', '.join(KINDS)}")
            return cls(
                memory=_any([p for language in languages for p in language.memory]),
                asks=_any([p for language in languages for p in language.asks]),
                now=_any([p for language in languages for p in language.now]),
                always=_by_kind(languages, "always"),
                signs=_by_kind(languages, "signs"),
                hints=_by_kind(languages, "hints"),
            )
        except (ValidationError, yaml.YAMLError, re.error) as error:
            raise BotError(f"{file.name}: {error}") from error

    def recognise(self, text: str) -> str | None:
        """The kind of danger that `text` says somebody is in now; None when it does not."""
        words = plain(text)
        if (kind := self.certain(text)) is not None:
            return kind
        happening = bool(self.now.search(words))
        calm = not happening and bool(self.memory.search(words) or self.asks.search(words))
        return None if calm else _first(self.signs, words)

    def certain(self, text: str) -> str | None:
        """The kind of danger that `text` speaks of so plainly that nothing else is to be asked; None for memories."""
        words = plain(text)
        if self.memory.search(words) and not self.now.search(words):
            return None
        return _first(self.always, words)

    def is_calm(self, text: str) -> bool:
        """A memory, a question about rights or an "if", and nothing that says it is happening."""
        words = plain(text)
        return bool(self.memory.search(words) or self.asks.search(words)) and not self.now.search(words)

    @property
    def fingerprint(self) -> str:
        """Changes with any pattern."""
        single = (self.memory, self.asks, self.now)
        patterns = (*single, *(each for table in (self.always, self.signs, self.hints) for each in table.values()))
        return hashlib.sha256("\n".join(pattern.pattern for pattern in patterns).encode()).hexdigest()[:16]

    def evidence(self, text: str) -> tuple[float, ...]:
        """What the patterns see, as numbers for `knowledge.danger`; the first is 1 where they raise the alarm."""
        words = plain(text)
        seen = (
            self.recognise(text) is not None,
            bool(self.memory.search(words)),
            bool(self.asks.search(words)),
            bool(self.now.search(words)),
            _first(self.always, words) is not None,
            _first(self.signs, words) is not None,
            _first(self.hints, words) is not None,
        )
        return (*map(float, seen), min(1.0, len(words.split()) / 20))

    def hinted(self, text: str) -> str | None:
        """The kind of danger that single words speak of; no alarm by itself."""
        return _first(self.hints, plain(text))


def _first(patterns: Mapping[str, re.Pattern[str]], words: str) -> str | None:
    return next((kind for kind in KINDS if patterns[kind].search(words)), None)


def _by_kind(languages: list[_Language], strength: str) -> Mapping[str, re.Pattern[str]]:
    return {
        kind: _any([p for language in languages for p in getattr(language.kinds.get(kind, _Signs()), strength)])
        for kind in KINDS
    }


def _any(patterns: list[str]) -> re.Pattern[str]:
    """Whole words, any of them; no pattern at all matches nothing."""
    if not patterns:
        return re.compile(r"(?!)")
    alternatives = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
