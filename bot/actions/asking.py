"""A message that is neither Spanish nor English: which language is asked once, and it never gets a direct answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.actions.answer import Answer
from bot.actions.base import Heard, Said, say
from bot.actions.language import choose_language, go_on, show_languages
from bot.actions.lists import offer_topics
from bot.actions.memory import Choosing, Memory
from bot.actions.speaking import MOST_TOPICS, register, spoken_name
from bot.replies import Choices, Decision
from bot.wire import Note
from knowledge.decide import Decision as Searched
from locales.languages import Language, Recognised

#: Answers to the question, beside tags of languages.
OTHER, NO = "other", "no"
#: Stands for any language among those that were asked about.
UNKNOWN: Final = "?"


class OtherLanguage(Answer):
    """Ask which language it is; who has said so, or passed the question over, gets topics to choose from.

    Someone who said that they do not speak it is answered as if the message was Spanish.
    """

    def name(self) -> str:
        return "action_other_language"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        tag = heard.hint.tag if heard.hint else None
        if spoken_name(heard, memory) is not None:
            return await self._offer(heard, memory, spoken_name(heard, memory))
        if (tag or UNKNOWN) in memory.not_spoken:
            return await super().act(heard, memory)
        if (tag or UNKNOWN) in memory.asked:
            return await self._offer(heard, memory, None)
        return await self._ask(heard, memory, tag)

    async def _offer(self, heard: Heard, memory: Memory, name: str | None) -> Said:
        language = None if name is None or memory.other_language else heard.language
        found = await self.answers.topics(heard.text, language or (heard.hint.tag if heard.hint else None))
        note = Note(decision=Decision.OFFER if found else Decision.DECLINE, candidates=found)
        away = replace(memory.without_list(), article=None, part=0, told=0)
        if found:
            return offer_topics("utter_offer_speaker", tuple(each.slug for each in found[:MOST_TOPICS]), away, note)
        return replace(say("utter_not_found_speaker", memory.without_list()), note=note)

    async def _ask(self, heard: Heard, memory: Memory, tag: str | None) -> Said:
        found = await self.answers.look_up(heard.text, heard.language)
        sure = found.decision is Searched.ANSWER
        topics = await self.answers.topics(heard.text, tag)
        first = found.candidates[:1] if sure else ()
        waiting = tuple(dict.fromkeys(each.slug for each in (*first, *topics)))
        memory = replace(
            memory.without_list(), asked=(*memory.asked, tag or UNKNOWN), waiting=waiting, waiting_sure=sure
        )
        said = _question(heard, memory, register().may_speak(tag))
        return replace(said, note=Note(decision=Decision.OFFER, candidates=found.candidates))


def _question(heard: Heard, memory: Memory, may_speak: tuple[Language, ...]) -> Said:
    """One language, or languages that are taken for each other; the whole list where nobody can say."""
    if not may_speak:
        return show_languages(memory, heard.reads, "utter_which_language")
    first, *kin = may_speak
    if first.recognised is Recognised.ALONE:
        options = ("utter_option_yes", "utter_option_no", "utter_option_other_language")
        choices = Choices(intro="utter_do_you_speak", options=options, params={"language": first.label})
        return Said(memory=memory.with_list(Choosing.SPEAKS, (first.tag, NO, OTHER)), replies=(choices,))
    lines = "".join(f"\n{number} {each.label}" for number, each in enumerate(may_speak, start=1))
    last = len(may_speak) + 1
    memory = memory.with_list(Choosing.SPEAKS, (*(each.tag for each in (first, *kin)), OTHER, NO))
    return say("utter_which_of_these", memory, languages=lines, other=str(last), no=str(last + 1))


def told_whether_spoken(answer: str, memory: Memory, language: str) -> Said:
    """What the answer to the question leads to: an answer is a tag, OTHER or NO."""
    if answer == OTHER:
        return show_languages(memory, language)
    if answer != NO:
        return choose_language(answer, memory, language)
    memory = replace(memory.without_list(), not_spoken=(*memory.not_spoken, *memory.asked[-1:]))
    return go_on(memory) or say("utter_not_spoken", memory)
