"""Languages: what there is in each, what is missing, and how many people speak it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fastapi import Response

from channels.console import few
from channels.console.pages import Pages
from channels.console.roles import May
from channels.console.visit import Visiting
from channels.journal.figures import Measure, Number, Period
from knowledge.library import Library
from locales import catalog
from locales.kit import KEYS
from locales.languages import Language, Register
from locales.lexicon.words import concepts, word
from locales.phrases import SOURCE
from locales.rights import Rights
from locales.sentences import SENTENCES

pages = Pages()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Of what the service says to people, by how far it is."""

    said: int
    #: Translated, and waiting for a speaker's signature or for corrections.
    drafts: int
    all: int

    @property
    def missing(self) -> int:
        return self.all - self.said - self.drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    language: Language
    #: None where few people are behind the number.
    people: float | None
    sentences: Sentences
    articles: int
    recordings: int
    right: bool
    words: int


def tongues(register: Register, library: Library, period: Period | None) -> tuple[Tongue, ...]:
    """Every language: those that people speak first, then in the order of the register."""
    spoken = speakers(period)
    found = [
        Tongue(
            language=language,
            people=spoken.get(language.tag, 0.0),
            sentences=sentences(language.tag),
            articles=sum(language.tag in article.words for article in library.articles.values()),
            recordings=sum(language.tag in article.recordings for article in library.articles.values()),
            right=language.tag in rights().tags or language.tag in catalog.OURS,
            words=sum(word(language.tag, concept) is not None for concept in concepts()),
        )
        for language in register.languages
    ]
    return tuple(sorted(found, key=lambda each: -(each.people or 0)))


def speakers(period: Period | None) -> Mapping[str, float | None]:
    """People by language. Each has one, so those of all hidden languages together are known, and none of them is."""
    numbers: Mapping[str, Number] = {} if period is None else period.of(Measure.SPEAKS)
    parts = few.parts(numbers, few.added(numbers.values()))
    return {tag: float(parts.shown[tag].number) if tag in parts.shown else None for tag in numbers}


def hidden(period: Period | None) -> tuple[int, float] | None:
    """How many languages few people speak, and how many they are together; None when that may not be said."""
    numbers: Mapping[str, Number] = {} if period is None else period.of(Measure.SPEAKS)
    parts = few.parts(numbers, few.added(numbers.values()))
    return None if parts.others is None else (len(parts.hidden), float(parts.others.number))


@cache
def rights() -> Rights:
    return Rights.load()


@cache
def sentences(tag: str) -> Sentences:
    """As they were when the service started, as it says them."""
    if tag == SOURCE:
        return Sentences(said=len(KEYS), drafts=0, all=len(KEYS))
    translated = {str(message.id): message for message in catalog.messages(catalog.load(tag))}
    there = [translated[SENTENCES[key]] for key in KEYS if SENTENCES[key] in translated]
    said = sum(catalog.may_be_said(message, tag) for message in there)
    return Sentences(said=said, drafts=len(there) - said, all=len(KEYS))


@pages.get("/languages", may=May.WATCH, nav="console_nav_languages")
async def languages(visit: Visiting) -> Response:
    reading, wording = visit.console.reading, visit.console.wording()
    period = await visit.ask(reading.figures.period, reading.month)
    found = await visit.ask(tongues, wording.register, wording.library, period)
    return visit.page(
        "languages.html",
        tongues=found,
        hidden=hidden(period),
        articles=len(wording.library),
        concepts=len(concepts()),
        days=reading.month,
        counted=period is not None,
    )
