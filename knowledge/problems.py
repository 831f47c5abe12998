"""What can be wrong with an article, said so that a person who is no programmer can mend it.

The sentences are in `messages.yaml`, in English and Spanish. Nothing in here is ever shown as a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("en", "es")
Key = tuple[str | int, ...]


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    level: Level
    #: An article with this problem is not put into service; its last good version stays.
    holds: bool
    message: Mapping[str, str]
    remedy: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    #: Relative to the articles folder: "us-asylum-fees/es.md".
    file: str
    #: Counted from 1; None where the file as a whole is meant.
    line: int | None
    #: Where in the file, in words: "facts › fee.i589 › value"; may be empty.
    key: str
    #: Which entry of messages.yaml.
    code: str
    #: What fills the entry's placeholders.
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def slug(self) -> str:
        return self.file.partition("/")[0]

    @property
    def level(self) -> Level:
        return templates()[self.code].level

    @property
    def holds(self) -> bool:
        return templates()[self.code].holds

    @property
    def message(self) -> str:
        return self.message_in("en")

    @property
    def remedy(self) -> str:
        return self.remedy_in("en")

    def message_in(self, lang: str) -> str:
        return templates()[self.code].message[lang].format_map(self.values)

    def remedy_in(self, lang: str) -> str:
        return templates()[self.code].remedy[lang].format_map(self.values)

    def say(self, lang: str = "en") -> str:
        """Two lines: where and what is wrong, then what to do. `lang` is "en" or "es"."""
        words = WORDS[lang]
        where = self.file
        if self.line is not None:
            where += f", {words['line']} {self.line}"
        if self.key:
            where += f", {self.key}"
        return f"{words[self.level]}  {where}: {self.message_in(lang)}\n    → {self.remedy_in(lang)}"


#: The few words around the messages.
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"line": "line", "error": "ERROR  ", "warning": "warning"},
    "es": {"line": "línea", "error": "ERROR", "warning": "aviso"},
}


def name_key(path: Key) -> str:
    """A place in a file in words; positions in lists are counted from 1."""
    return " › ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level is Level.ERROR]


@cache
def templates() -> Mapping[str, Template]:
    raw = yaml.load(Path(__file__).with_name("messages.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        code: Template(
            level=Level(entry["level"]),
            holds=entry.get("holds", False),
            message={lang: entry[lang][0] for lang in LANGUAGES},
            remedy={lang: entry[lang][1] for lang in LANGUAGES},
        )
        for code, entry in raw.items()
    }
