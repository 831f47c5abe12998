"""A person is wanted, and for who speaks an Indigenous language an interpreter: whose town's speech, then, is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.actions.base import Action, Heard, Said, say
from bot.actions.language import choose_language
from bot.actions.memory import Choosing, Memory
from bot.actions.speaking import offered_to_speaker, register, spoken_name
from bot.nlu.languages import bare_name
from bot.replies import Effect
from bot.wire import Note

#: Towns that are named as examples; with the sentence around them they fit two SMS segments.
EXAMPLES: Final = 3
LONGEST_NAME: Final = 60


def call_person(heard: Heard, memory: Memory) -> Said:
    """Put the person on the operators' list at once; the town may follow."""
    note = Note(
        article=memory.article,
        effects=frozenset({Effect.HANDOFF}),
        other_language=memory.other_language,
        town=memory.town,
    )
    name = spoken_name(heard, memory)
    if name is None:
        return replace(say("utter_human", memory), note=note)
    if memory.town is not None:
        return replace(say("utter_human_speaker", memory.without_list(), language=name), note=note)
    towns = () if memory.other_language else register().get(heard.language).varieties[:EXAMPLES]
    memory = replace(memory.without_list(), choosing=Choosing.TOWN)
    key = "utter_human_town_such_as" if towns else "utter_human_town"
    return replace(say(key, memory, language=name, towns=", ".join(towns)), note=note)


def without_town(memory: Memory) -> Said:
    """The person would rather not say."""
    return say("utter_town_skipped", memory.without_list())


class CallPerson(Action):
    """Ask for a human being."""

    def name(self) -> str:
        return "action_call_person"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return call_person(heard, memory)


class NameGiven(Action):
    """The name of a town or of a language, as it was asked for."""

    def name(self) -> str:
        return "action_name_given"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        name = bare_name(heard.text)[:LONGEST_NAME]
        if memory.choosing is Choosing.TOWN:
            memory = replace(memory.without_list(), town=name)
            note = Note(town=name, other_language=memory.other_language)
            return replace(say("utter_town_noted", memory, town=name), note=note)
        if (known := register().find(name)) is not None:
            return choose_language(known.tag, memory, heard.reads)
        memory = replace(memory.without_list(), other_language=name, town=None)
        said = offered_to_speaker(name, None, memory)
        return replace(said, note=replace(said.note, other_language=name))
