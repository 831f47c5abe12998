"""The register of languages: `languages.yaml`, checked and made into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


class Recognised(StrEnum):
    """How well `locales.identify` tells a language apart; `languages.yaml` explains each."""

    ALONE = "alone"
    KIN = "kin"
    NO = "no"


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
    #: Countries where its speakers come from, most speakers first: two letters, lower case.
    spoken: tuple[str, ...]
    #: Other names and spellings that people type.
    also: tuple[str, ...]
    #: For SMS only: a letter -> what is sent instead.
    fold: Mapping[str, str]
    recognised: Recognised
    #: Tags of languages that it is taken for.
    kin: tuple[str, ...]
    #: Not one language but several that do not understand each other.
    varies: bool
    #: Towns and regions to ask an interpreter for.
    varieties: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name of this language as `plain` text, also without its apostrophes or with spaces for them.

        The tag is not one: nobody types it, and `en` is a word.
        """
        written = {plain(name) for name in (self.name, self.es, self.en, *self.also)}
        bare = {name.replace("'", "") for name in written}
        spaced = {" ".join(name.replace("'", " ").split()) for name in written}
        return frozenset(written | bare | spaced)

    @property
    def label(self) -> str:
        """Its own name, and the Spanish one where that is another word: "Tu'un Savi (mixteco)"."""
        if self.level is Level.FULL:
            return self.name
        alike = plain(self.name).replace("'", "").replace(" ", "")
        return self.name if alike in plain(self.es).replace("'", "") else f"{self.name} ({self.es})"


def unregistered(name: str) -> Language:
    """A language that is not in the register, by what its speaker calls it."""
    return Language(
        tag="",
        name=name,
        es=name,
        en=name,
        level=Level.LISTED,
        fallback=("es", "en"),
        spoken=(),
        also=(),
        fold={},
        recognised=Recognised.NO,
        kin=(),
        varies=False,
        varieties=(),
    )


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
    recognised: Recognised = Recognised.NO
    kin: list[str] = []
    varies: bool = False
    varieties: list[Annotated[str, Field(min_length=1)]] = []

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
            recognised=self.recognised,
            kin=tuple(self.kin),
            varies=self.varies,
            varieties=tuple(self.varieties),
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

    def preferring(self, tag: str) -> Register:
        """The same register, with `tag` the first to stand in where words are missing."""
        return Register(
            tuple(
                replace(each, fallback=tuple(sorted(each.fallback, key=lambda other: other != tag)))
                for each in self.languages
            )
        )

    def may_speak(self, tag: str | None) -> tuple[Language, ...]:
        """Whom to ask about after a message that `identify` takes for `tag`: that language, then its kin.

        Empty for Spanish and English, which need no asking, and where recognition makes no claim: then show the list.
        """
        known = {language.tag: language for language in self.languages}
        language = known.get(tag or "")
        if language is None or language.level is Level.FULL or language.recognised is Recognised.NO:
            return ()
        return (language, *(known[kin] for kin in language.kin))

    def spoken_in(self, country: str) -> tuple[Language, ...]:
        """Languages of people from a country (two letters), without those of whole answers (Spanish, English)."""
        return tuple(each for each in self.languages if country.lower() in each.spoken and each.level is not Level.FULL)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries whose languages are listed, in the order of the file."""
        listed = (each for each in self.languages if each.level is not Level.FULL)
        return tuple(dict.fromkeys(country for each in listed for country in each.spoken))

    def _check(self, file: Path) -> None:
        owners: dict[str, str] = {}
        tags = {language.tag for language in self.languages}
        for language in self.languages:
            for unknown in set(language.fallback) - tags:
                raise RegisterError(f"{file.name}: {language.tag}: fallback {unknown!r} is not a registered language")
            for unknown in set(language.kin) - (tags - {language.tag}):
                raise RegisterError(f"{file.name}: {language.tag}: kin {unknown!r} is not another registered language")
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
