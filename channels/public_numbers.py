"""Telephone numbers of offices and hotlines: they stand in our articles, identify nobody, and need no blanking out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge.library import Library

#: As editors write a number.
NUMBER = re.compile(r"\+?\d[\d ().-]{5,18}\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


class PublicNumbers:
    """Contains the digits of every number in the facts of the articles in service at this moment."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._version, self._numbers = "", frozenset[str]()

    def __contains__(self, digits: object) -> bool:
        library = self._library()
        if library.version != self._version:
            self._version, self._numbers = library.version, frozenset(numbers(library))
        return digits in self._numbers


def numbers(library: Library) -> Iterator[str]:
    for article in library.articles.values():
        for fact in article.facts.values():
            if isinstance(fact.value, str) and NUMBER.fullmatch(fact.value) and not DATE.fullmatch(fact.value):
                yield re.sub(r"\D", "", fact.value)
