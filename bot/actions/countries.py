"""The country, asked for once, by number, where the answer depends on it: asylum "here", and emergency numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.actions.base import Heard, Said, say
from bot.actions.lists import open_article
from bot.actions.memory import Choosing, Memory
from bot.actions.phrasings import phrasings
from bot.replies import Decision, Effect, Emergency
from bot.wire import Note
from knowledge.danger.opinion import GENERAL
from knowledge.decide import Candidate, Outcome
from knowledge.decide import Decision as Searched
from locales.countries import country_name
from locales.plain import plain

#: Country -> the article on protection there, in the order in which people travel.
ASYLUM: Final[Mapping[str, str]] = {
    "mx": "mx-refugee-comar",
    "gt": "gt-asylum",
    "hn": "hn-asylum",
    "sv": "sv-asylum",
    "us": "us-asylum-how-to-apply",
    "cr": "cr-asylum",
    "pa": "pa-asylum",
    "bz": "bz-asylum",
    "ca": "ca-asylum-stca",
}
#: Two countries' articles are close when one is at least half as probable as the other.
CLOSE: Final = 0.5
#: Less probable than this, an article says nothing about the question.
LEAST: Final = 0.1
#: What people write before a country's name.
_BEFORE: Final = ("estoy en", "estamos en", "en", "i am in", "im in", "i'm in", "we are in", "in")
_ALSO_CALLED: Final[Mapping[str, str]] = {
    "usa": "us",
    "eeuu": "us",
    "ee uu": "us",
    "eua": "us",
    "estados unidos": "us",
    "united states": "us",
    "guate": "gt",
}


def answer_by_country(outcome: Outcome, heard: Heard, memory: Memory, note: Note) -> Said | None:
    """The article of the person's country, or the question where they are; None where the country does not matter.

    It matters to a question on asylum "here", and where the articles of several countries would be offered as about
    equally probable.
    """
    close = _close(outcome.candidates)
    if (outcome.decision is Searched.DECLINE or len(close) < 2) and not phrasings().asks_for_asylum_here(heard.text):
        return None
    note = replace(note, decision=Decision.OFFER)
    if heard.country is not None and heard.country in ASYLUM:
        return open_article(ASYLUM[heard.country], memory.without_list(), replace(note, decision=Decision.ANSWER))
    memory = replace(memory, article=None, part=0, told=0)
    # Those that the question speaks of come first; it may be another country all the same.
    countries = tuple(dict.fromkeys([*close, *ASYLUM]))
    return _ask("utter_which_country", memory.with_list(Choosing.COUNTRY, countries), heard.reads, note)


def ask_after_danger(kind: str, heard: Heard, memory: Memory, note: Note) -> Said:
    """A list below the general numbers, so that one digit gets the numbers of the country."""
    memory = replace(memory.with_list(Choosing.EMERGENCY, tuple(ASYLUM)), danger=kind)
    return _ask("utter_where_are_you", memory, heard.reads, note)


def named_country(text: str, memory: Memory) -> str | None:
    """The country that was asked for, by its name: "mexico", "estoy en Guatemala"."""
    if memory.choosing not in (Choosing.COUNTRY, Choosing.EMERGENCY):
        return None
    words = plain(text)
    for before in _BEFORE:
        words = words.removeprefix(f"{before} ")
    names = {plain(country_name(code, tag)): code for code in ASYLUM for tag in ("es", "en")}
    return names.get(words) or _ALSO_CALLED.get(words)


def pick_country(country: str, memory: Memory, parts: Callable[[str, str], int], language: str) -> Said:
    """What was waiting for the country; the country itself is remembered for the person."""
    choosing, kind = memory.choosing, memory.danger or GENERAL
    memory = memory.without_list()
    if choosing is Choosing.EMERGENCY:
        note = Note(decision=Decision.URGENT, effects=frozenset({Effect.ALARM}), country=country)
        return Said(memory=memory, replies=(Emergency(kind=kind, country=country),), note=note)
    if not parts(ASYLUM[country], language):
        return replace(say("utter_topic_gone", memory), note=Note(country=country))
    return open_article(ASYLUM[country], memory, Note(decision=Decision.ANSWER, country=country))


def _close(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The countries whose asylum articles are about as probable as the most probable candidate."""
    countries = {slug: country for country, slug in ASYLUM.items()}
    most = max((candidate.score for candidate in candidates), default=0.0)
    near = (candidate.slug for candidate in candidates if candidate.score >= max(LEAST, CLOSE * most))
    return tuple(countries[slug] for slug in near if slug in countries)


def _ask(key: str, memory: Memory, language: str, note: Note) -> Said:
    """The list of countries that the memory holds."""
    names = (country_name(country, language) for country in memory.offered)
    listed = "\n".join(f"{number} {name}" for number, name in enumerate(names, start=1))
    return replace(say(key, memory, countries=f"\n{listed}"), note=note)
