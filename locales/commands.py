"""Commands: words that do something when they are the whole message. `commands.yaml` lists them by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from locales.errors import RegisterError
from locales.languages import Register
from locales.plain import plain

FILE = Path(__file__).parent / "commands.yaml"
#: No list of ours is longer; a longer number is part of a question (a form, a year, a phone).
HIGHEST_NUMBER = 99


class Name(StrEnum):
    MORE = "more"
    SOURCES = "sources"
    MENU = "menu"
    #: With `Command.language`: change to it. Without: show the list.
    LANGUAGE = "language"
    HUMAN = "human"
    HELP = "help"
    STOP = "stop"
    START = "start"
    DELETE = "delete"
    #: Be told when an answer turns out to be wrong.
    ALERT = "alert"
    #: The pathway finder.
    GUIDE = "guide"
    #: The interpreter card.
    CARD = "card"
    #: What the Universal Declaration says, in the person's language.
    RIGHT = "right"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: Name
    #: With NUMBER: what was typed, 0–99.
    number: int | None = None
    #: With LANGUAGE: the tag of the language that was named.
    language: str | None = None


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    more: list[str] = []
    sources: list[str] = []
    menu: list[str] = []
    language: list[str] = []
    human: list[str] = []
    help: list[str] = []
    stop: list[str] = []
    start: list[str] = []
    delete: list[str] = []
    alert: list[str] = []
    guide: list[str] = []
    card: list[str] = []
    right: list[str] = []
    numbers: list[str] = []
    number_in: list[str] = []
    speak: list[str] = []

    def commands(self, register: Register) -> Iterator[tuple[str, Command]]:
        for name in Name:
            for words in [] if name is Name.NUMBER else getattr(self, name.value):
                yield words, Command(name=name)
        spelled = [*enumerate(self.numbers, start=1), *((n, str(n)) for n in range(HIGHEST_NUMBER + 1))]
        for number, word in spelled:
            command = Command(name=Name.NUMBER, number=number)
            yield word, command
            yield from ((frame.format(number=word), command) for frame in self.number_in)
        for language in register.languages:
            command = Command(name=Name.LANGUAGE, language=language.tag)
            yield from ((frame.format(language=name), command) for frame in self.speak for name in language.names)


@dataclass(frozen=True, slots=True)
class Commands:
    """Every command in every language, by its plain words."""

    words: Mapping[str, Command] = field(repr=False)

    @classmethod
    def load(cls, file: Path = FILE, register: Register | None = None) -> Self:
        """Raises RegisterError with the file, the language and what to change."""
        register = register or Register.load()
        words: dict[str, Command] = {}
        for language in register.languages:
            command = Command(name=Name.LANGUAGE, language=language.tag)
            words.update(dict.fromkeys(language.names, command))
        for tag, entry in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            for typed, command in _parse(file, str(tag), entry).commands(register):
                if words.setdefault(plain(typed), command) != command:
                    raise RegisterError(f"{file.name}: {tag}: {typed!r} has two meanings; keep one")
        return cls(words)

    def recognise(self, text: str) -> Command | None:
        """The command that `text` is, whole; None for anything else."""
        return self.words.get(plain(text))


def _parse(file: Path, tag: str, entry: object) -> _Words:
    try:
        return _Words.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise RegisterError(f"{file.name}: {tag}: {key}: {first['msg']}") from error


@cache
def _shipped() -> Commands:
    return Commands.load()


def recognise(text: str) -> Command | None:
    """The command of the shipped register that `text` is, whole; None for anything else."""
    return _shipped().recognise(text)
