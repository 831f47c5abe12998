"""The rules of the pathway finder: answers to six questions become topics. `pathway.yaml` holds them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.errors import BotError

FILE = Path(__file__).with_name("pathway.yaml")
#: Topics that may concern the person, free legal help not counted.
MOST: Final = 3
SKIPPED: Final = 0


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    topic: str
    #: Question -> the meanings of which one must hold.
    when: dict[str, list[str]]


class Pathway(_Strict):
    questions: dict[str, list[str]]
    rules: list[Rule]
    otherwise: list[str]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises BotError with the file and what is wrong in it."""
        try:
            return cls.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise BotError(f"{file.name}: {error}") from error

    @model_validator(mode="after")
    def _speaks_of_its_questions(self) -> Self:
        for rule in self.rules:
            for question, meanings in rule.when.items():
                if not set(meanings) <= set(self.questions.get(question, ())):
                    raise ValueError(f"{rule.topic}: {question} cannot be {meanings}")
        return self

    def topics(self, numbers: Mapping[str, int]) -> tuple[str, ...]:
        """What may concern somebody who gave these numbers, best first; a question that is left out was skipped."""
        meant = {question: self.questions[question][n - 1] for question, n in numbers.items() if n != SKIPPED}
        fitting = [
            rule.topic for rule in self.rules if all(meant.get(asked) in wanted for asked, wanted in rule.when.items())
        ]
        return tuple(dict.fromkeys(fitting or self.otherwise))[:MOST]


@cache
def pathway() -> Pathway:
    """The shipped table, read once."""
    return Pathway.load()
