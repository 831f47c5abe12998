"""Another language: named by the person, or picked from a numbered list."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from bot.actions.base import Action, Heard, Said, say
from bot.actions.memory import Choosing, Memory
from bot.wire import Note
from locales.languages import Level, Register

#: Ten names of languages fit two SMS segments.
PAGE: Final = 10


@cache
def register() -> Register:
    return Register.load()


def show_languages(memory: Memory, start: int = 0) -> Said:
    """One page of the list; the numbers go on over the pages, and every number works at any time."""
    languages = register().languages
    end = min(start + PAGE, len(languages))
    lines = "\n".join(f"{number}. {languages[number - 1].label}" for number in range(start + 1, end + 1))
    tags = tuple(language.tag for language in languages)
    key = "utter_language_list_more" if end < len(languages) else "utter_language_list"
    return say(key, replace(memory, offered=tags, choosing=Choosing.LANGUAGE, shown=end), languages=f"\n{lines}")


def choose_language(tag: str, memory: Memory) -> Said:
    """Change to `tag`; where we have no articles in it, say in which language they come."""
    language = register().get(tag)
    # In another language it is another answer.
    memory = replace(memory.without_list(), told=0)
    if language.level is Level.FULL:
        said = say("utter_language_set", memory, language=language.name)
    else:
        other = register().get(language.fallback[0])
        said = say("utter_language_partly", memory, language=language.name, other=other.name)
    return replace(said, note=Note(language=tag))


class ChangeLanguage(Action):
    def name(self) -> str:
        return "action_change_language"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        named = heard.entities.get("language")
        return choose_language(named, memory) if named else show_languages(memory)
