"""What a number means in the lists on languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.actions.asking import told_whether_spoken
from bot.actions.base import Heard, Said, say
from bot.actions.interpreter import call_person, without_town
from bot.actions.language import ask_other_language, pick_language, show_languages
from bot.actions.memory import Choosing, Memory
from bot.actions.speaking import show_card, show_right, tell_right

#: What the options for speakers and below a voice note lead to.
_OPTIONS: Final[Mapping[str, Callable[[Heard, Memory], Said | None]]] = {
    "card": show_card,
    "right": show_right,
    "human": call_person,
    "language": lambda heard, memory: show_languages(memory, heard.reads),
}


def none_of_these(memory: Memory) -> Said | None:
    """What 0 means, where it means something."""
    if memory.choosing is Choosing.LANGUAGE:
        return ask_other_language(memory)
    return without_town(memory) if memory.choosing is Choosing.TOWN else None


def chosen_by_speaker(chosen: str, heard: Heard, memory: Memory) -> Said:
    """What one of the offered leads to; some numbers of the list of languages stand for nothing."""
    said: Said | None = None
    match memory.choosing:
        case Choosing.SPEAKS:
            said = told_whether_spoken(chosen, memory, heard.reads)
        case Choosing.RIGHT:
            said = tell_right(chosen, memory, heard.language)
        case Choosing.LANGUAGE if chosen:
            said = pick_language(chosen, memory, heard.reads)
        case Choosing.FOR_SPEAKERS | Choosing.VOICE:
            said = _OPTIONS[chosen](heard, memory)
    return said or say("utter_no_list", memory)
