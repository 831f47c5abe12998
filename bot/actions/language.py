"""Another language: named by the person, or picked from the numbered list.

Every language has one number, whatever page it stands on, and every number of the list works while it is open: first
Spanish, English and the countries, then from FIRST on the languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from bot.actions.base import Action, Heard, Said, say
from bot.actions.lists import offer_topics, open_article
from bot.actions.memory import Choosing, Memory
from bot.actions.speaking import offered_to_speaker, register
from bot.replies import Decision
from bot.wire import Note
from locales.countries import country_name
from locales.languages import Level

#: The number of the first language that is listed by its country.
FIRST: Final = 21
#: Marks a country among the tags.
COUNTRY: Final = "@"
#: Countries on one page, and letters of a page of languages: with the sentence around them they fit two SMS segments.
PAGE_COUNTRIES: Final = 8
PAGE_LETTERS: Final = 215


@cache
def numbered() -> tuple[str, ...]:
    """What the numbers 1, 2, 3 … of the list stand for: a tag, a country after COUNTRY, or nothing."""
    whole = [language.tag for language in register().languages if language.level is Level.FULL]
    countries = [f"{COUNTRY}{country}" for country in register().countries]
    rest = [language.tag for language in register().languages if language.level is not Level.FULL]
    return (*whole, *countries, *[""] * (FIRST - 1 - len(whole) - len(countries)), *rest)


def show_languages(memory: Memory, language: str, intro: str = "utter_language_list", start: int = 0) -> Said:
    """Spanish, English, and a page of the countries of the others."""
    countries = register().countries[start : start + PAGE_COUNTRIES]
    shown = start + len(countries)
    memory = replace(memory.with_list(Choosing.LANGUAGE, numbered()), shown=shown)
    by_country = _lines((f"{COUNTRY}{country}", country_name(country, language)) for country in countries)
    if start:
        return say("utter_more_countries", memory, countries=by_country)
    whole = _lines((each.tag, each.name) for each in register().languages if each.level is Level.FULL)
    return say(intro, memory, languages=whole, countries=by_country)


def show_country(memory: Memory, country: str, language: str, start: int = 0) -> Said:
    """A page of the languages of a country, those first that are spoken nowhere else as much."""
    spoken = sorted(register().spoken_in(country), key=lambda each: each.spoken[0] != country)
    end = start + 1
    while end < len(spoken) and len(_lines((each.tag, each.label) for each in spoken[start : end + 1])) <= PAGE_LETTERS:
        end += 1
    memory = replace(memory.with_list(Choosing.LANGUAGE, numbered()), shown=end, listed=country)
    key = "utter_country_languages_more" if end < len(spoken) else "utter_country_languages"
    lines = _lines((each.tag, each.label) for each in spoken[start:end])
    return say(key, memory, country=country_name(country, language), languages=lines)


def _lines(named: Iterable[tuple[str, str]]) -> str:
    """Each on a line of its own, after its number."""
    return "".join(f"\n{numbered().index(stands_for) + 1} {name}" for stands_for, name in named)


def show_more_languages(memory: Memory, language: str) -> Said:
    """The next page; after the last one the first page again."""
    if memory.listed is None:
        start = memory.shown if memory.shown < len(register().countries) else 0
        return show_languages(memory, language, start=start)
    if memory.shown >= len(register().spoken_in(memory.listed)):
        return show_languages(memory, language)
    return show_country(memory, memory.listed, language, memory.shown)


def pick_language(stands_for: str, memory: Memory, language: str) -> Said:
    """What a number of the list stands for."""
    if stands_for.startswith(COUNTRY):
        return show_country(memory, stands_for.removeprefix(COUNTRY), language)
    return choose_language(stands_for, memory, language)


def ask_other_language(memory: Memory) -> Said:
    """The list does not have it: the next message is its name."""
    return say("utter_name_your_language", replace(memory.without_list(), choosing=Choosing.OTHER_LANGUAGE))


def choose_language(tag: str, memory: Memory, reads: str) -> Said:
    """Change to `tag`, say what there is in it, and go on with what was asked before the language was."""
    language = register().get(tag)
    # In another language it is another answer.
    memory = replace(memory.without_list(), told=0, other_language=None, reads=None)
    if language.level is not Level.FULL:
        memory = replace(memory, reads=reads)
        said = offered_to_speaker(language.label, tag, memory)
    else:
        said = go_on(memory) or say("utter_language_set", memory, language=language.name)
    return replace(said, note=replace(said.note, language=tag))


def go_on(memory: Memory) -> Said | None:
    """The answer that waited for the language, as Spanish and English speakers get it; None when none did."""
    slugs, sure = memory.waiting, memory.waiting_sure
    memory = replace(memory, waiting=(), waiting_sure=False)
    if sure:
        return open_article(slugs[0], memory, Note(decision=Decision.ANSWER))
    return offer_topics("utter_offer", slugs[:3], memory, Note(decision=Decision.OFFER)) if slugs else None


class ChangeLanguage(Action):
    def name(self) -> str:
        return "action_change_language"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        named = heard.entities.get("language")
        return choose_language(named, memory, heard.reads) if named else show_languages(memory, heard.reads)
