"""Facts in sentences: `{{ fee.i589 }}` becomes the value, written the way the language writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from locales.dates import written

FactValue = str | int | date | Mapping[str, str]

#: A correct placeholder; anything else with a brace in it is a broken one.
PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9]+(?:\.[a-z0-9_]+)+)\s*\}\}")

#: Everyone whose language has no words of its own reads names of offices as the region's papers print them.
FALLBACK = "es"


class HasText(Protocol):
    """A fact, as far as filling in needs to know it."""

    def text(self, tag: str) -> str: ...


def in_words(value: FactValue, tag: str) -> str:
    """A fact's value in the language `tag`: "2 jul 2026" or "Jul 2, 2026", 30 as "30"."""
    match value:
        case date():
            return written(value, tag)
        case int() | str():
            return str(value)
        case _:
            for wanted in (tag, FALLBACK, "en"):
                if wanted in value:
                    return value[wanted]
            return next(iter(value.values()))


def placeholders(text: str) -> Iterator[str]:
    """The keys that a text uses, in order, with repetitions."""
    return (match[1] for match in PLACEHOLDER.finditer(text))


def fill(text: str, facts: Mapping[str, HasText], tag: str) -> str:
    """The text with its facts in place. A key that does not exist raises KeyError: the check finds it earlier."""
    return PLACEHOLDER.sub(lambda match: facts[match[1]].text(tag), text)
