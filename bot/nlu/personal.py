"""Does a message say only who somebody is: a name, a telephone number, an A-number? `personal.yaml` says how."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.errors import BotError
from bot.nlu.commands import understand
from bot.nlu.components import _decide, _Step
from locales.plain import plain

FILE = Path(__file__).with_name("personal.yaml")
INTENT: Final = "personal"
#: A shorter number may be a year, a form or a number to call.
LEAST_DIGITS: Final = 5
LONGEST_NAME: Final = 4
_INTRODUCED = re.compile(r"(?:(?:hola|buenas|buenos dias|hello|hi) )?(?:soy|i am|i'm|im|this is) ")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number_after: str
    name_after: list[str]
    no_name: str
    first_names: str
    surnames: str


@dataclass(frozen=True, slots=True)
class Personal:
    number: re.Pattern[str] = field(repr=False)
    name_after: re.Pattern[str] = field(repr=False)
    no_name: frozenset[str] = field(repr=False)
    first_names: frozenset[str] = field(repr=False)
    surnames: frozenset[str] = field(repr=False)

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BotError with the file and what is wrong in it."""
        try:
            table = _Table.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise BotError(f"{file.name}: {error}") from error
        before = "|".join(table.number_after.split())
        frames = "|".join(re.escape(frame) for frame in table.name_after)
        return cls(
            number=re.compile(rf"(?:(?:{before}) ?|#|\+|n°)*(?:a ?)?\d[\d ]*"),
            name_after=re.compile(rf"(?:(?:hola|buenas|hello|hi) )?(?:{frames}) "),
            no_name=frozenset(table.no_name.split()),
            first_names=frozenset(table.first_names.split()),
            surnames=frozenset(table.surnames.split()),
        )

    def recognise(self, text: str) -> bool:
        words = plain(text)
        return self._is_number(words) or self._is_name(words, text)

    def _is_number(self, words: str) -> bool:
        digits = sum(character.isdigit() for character in words)
        return digits >= LEAST_DIGITS and bool(self.number.fullmatch(words))

    def _is_name(self, words: str, text: str) -> bool:
        framed = self.name_after.match(words)
        name = words[framed.end() :] if framed else _INTRODUCED.sub("", words)
        parts = name.split()
        if not 1 <= len(parts) <= LONGEST_NAME or not all(part.isalpha() for part in parts):
            return False
        if not self.no_name.isdisjoint(parts):
            return False
        names = self.first_names | self.surnames | _capitals(text)
        return framed is not None or (parts[0] in self.first_names and names.issuperset(parts))


def _capitals(text: str) -> frozenset[str]:
    """The words written with a capital letter; none when everything is in capitals."""
    return frozenset(plain(word) for word in text.split() if word.istitle())


@cache
def personal() -> Personal:
    """The shipped table, read once."""
    return Personal.load()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PersonalClassifier(_Step):
    """Recognises a message that is only a name or a long number."""

    def look_at(self, message: Message) -> None:
        text = str(message.get(TEXT) or "")
        if understand(text) is None and personal().recognise(text):
            _decide(message, INTENT)
