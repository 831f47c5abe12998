"""The register of languages: `languages.yaml`, checked and made into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from locales.errors import RegisterError
from locales.plain import plain

FILE = Path(__file__).parent / "languages.yaml"


class Level(StrEnum):
    """How much of Rumbo exists in a language; `languages.yaml` explains each."""

    FULL = "full"
    PHRASES = "phrases"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    tag: str
    #: What its speakers call it.
    name: str
    #: Its name in Spanish and in English.
    es: str
    en: str
    level: Level
    #: Where to look for words that are missing here, in this order.
    fallback: tuple[str, ...]
    #: Countries where most speakers live: two letters, lower case.
    spoken: tuple[str, ...]
    #: Other names and spellings that people type.
    also: tuple[str, ...]
    #: For SMS only: a letter -> what is sent instead.
    fold: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """Every name of this language as `plain` text. The tag is not one: nobody types it, and `en` is a word."""
        return frozenset(plain(name) for name in (self.name, self.es, self.en, *self.also))


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    es: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    level: Level
    fallback: list[str] = []
    spoken: list[Annotated[str, Field(pattern="^[a-z]{2}$")]] = []
    also: list[str] = []
    fold: dict[Annotated[str, Field(min_length=1)], str] = {}

    def language(self, tag: str) -> Language:
        return Language(
            tag=tag,
            name=self.name,
            es=self.es,
            en=self.en,
            level=self.level,
            fallback=tuple(self.fallback),
            spoken=tuple(self.spoken),
            also=tuple(self.also),
            fold=self.fold,
        )


@dataclass(frozen=True, slots=True)
class Register:
    """All languages, in the order of the file, which is the order in which people are shown them."""

    languages: tuple[Language, ...]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises RegisterError with the file, the language and what to change."""
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not isinstance(entries, dict):
            raise RegisterError(f"{file.name}: expected one entry for each language tag")
        register = cls(tuple(_parse(file, str(tag), entry) for tag, entry in entries.items()))
        register._check(file)
        return register

    def get(self, tag: str) -> Language:
        """Raises KeyError for a tag that is not registered."""
        for language in self.languages:
            if language.tag == tag:
                return language
        raise KeyError(tag)

    def find(self, text: str) -> Language | None:
        """The language whose name is the whole of `text` (“ingles”, “English!”)."""
        wanted = plain(text)
        return next((language for language in self.languages if wanted in language.names), None)

    def chain(self, tag: str) -> tuple[str, ...]:
        """Where to look for words in `tag`: itself, then its fallbacks; an unknown tag means Spanish, then English."""
        known = {language.tag: language for language in self.languages}
        return (tag, *known[tag].fallback) if tag in known else ("es", "en")

    def _check(self, file: Path) -> None:
        owners: dict[str, str] = {}
        tags = {language.tag for language in self.languages}
        for language in self.languages:
            for unknown in set(language.fallback) - tags:
                raise RegisterError(f"{file.name}: {language.tag}: fallback {unknown!r} is not a registered language")
            for name in language.names:
                if owners.setdefault(name, language.tag) != language.tag:
                    raise RegisterError(
                        f"{file.name}: {name!r} names both {owners[name]} and {language.tag}; remove it from one"
                    )


def _parse(file: Path, tag: str, entry: object) -> Language:
    try:
        return _Entry.model_validate(entry).language(tag)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise RegisterError(f"{file.name}: {tag}: {key}: {first['msg']}") from error
