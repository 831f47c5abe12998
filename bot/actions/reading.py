"""What follows an answer: more of it, its sources, a number from a list, yes and no, "I don't understand"."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.asking import NO, told_whether_spoken
from bot.actions.base import Action, Heard, Said, say
from bot.actions.countries import pick_country
from bot.actions.feedback import ask_if_it_helped, it_did_not_help, it_helped
from bot.actions.interpreter import without_town
from bot.actions.language import show_more_languages
from bot.actions.lists import followed_by, open_article
from bot.actions.memory import Choosing, Feedback, Memory
from bot.actions.picking import chosen_by_speaker, none_of_these
from bot.replies import ArticlePart, Decision, Sources
from bot.wire import Note


class Pick(Action):
    """A number: what has that number in the last list, or 1 yes and 2 no. A list of topics can be used again."""

    def name(self) -> str:
        return "action_pick"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        number = int(heard.entities["number"]) if "number" in heard.entities else 0
        if number == 0 and (said := none_of_these(memory)) is not None:
            return said
        if memory.choosing is None or not memory.offered:
            return self._without_list(number, heard, memory)
        if not 1 <= number <= len(memory.offered):
            return say("utter_number_out_of_range", memory, highest=str(len(memory.offered)))
        chosen = memory.offered[number - 1]
        match memory.choosing:
            case Choosing.TOPIC:
                return self._open(chosen, heard, memory)
            case Choosing.COUNTRY | Choosing.EMERGENCY:
                return pick_country(chosen, memory, self.answers.parts, heard.language)
        return chosen_by_speaker(chosen, heard, memory)

    def _without_list(self, number: int, heard: Heard, memory: Memory) -> Said:
        if memory.feedback is Feedback.ASKED and number in (1, 2):
            return it_helped(memory) if number == 1 else it_did_not_help(memory, self.answers, heard.language)
        return say("utter_no_list", memory)

    def _open(self, slug: str, heard: Heard, memory: Memory) -> Said:
        if not self.answers.parts(slug, heard.language):
            return say("utter_topic_gone", memory)
        return open_article(slug, memory, Note(decision=Decision.ANSWER))


class More(Action):
    """The next part of the article, or the next page of languages. Below the last part: did this help?"""

    def name(self) -> str:
        return "action_more"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.choosing is Choosing.LANGUAGE:
            return show_more_languages(memory, heard.reads)
        if memory.article is None:
            return say("utter_no_topic", memory)
        parts = self.answers.parts(memory.article, heard.language)
        if not parts:
            return say("utter_topic_gone", replace(memory, article=None, part=0))
        following = memory.part + 1
        if following >= parts:
            return replace(say("utter_end_of_article", memory), note=Note(article=memory.article))
        said = Said(
            memory=replace(memory, part=following),
            replies=(ArticlePart(slug=memory.article, part=following),),
            note=Note(article=memory.article),
        )
        return ask_if_it_helped(said) if following == parts - 1 else said


class Explain(More):
    """ "I don't understand": the next part says it at greater length; after the last one only a person can."""

    def name(self) -> str:
        return "action_explain"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.article is None:
            return say("utter_not_understood", memory)
        if memory.part + 1 >= self.answers.parts(memory.article, heard.language):
            said = say("utter_not_understood_person", memory)
            return replace(said, note=Note(article=memory.article))
        return followed_by(say("utter_in_other_words", memory), await super().act(heard, memory.without_list()))


class ShowSources(Action):
    """Where the last answer comes from."""

    def name(self) -> str:
        return "action_sources"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.article is None:
            return say("utter_no_topic", memory)
        if not self.answers.parts(memory.article, heard.language):
            return say("utter_topic_gone", replace(memory, article=None, part=0))
        return Said(memory=memory, replies=(Sources(slug=memory.article),), note=Note(article=memory.article))


class Affirm(Pick):
    """Yes: it helped, the only topic that was offered, or reading on."""

    def name(self) -> str:
        return "action_affirm"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.feedback is Feedback.ASKED:
            return it_helped(memory)
        if memory.choosing is Choosing.TOPIC and len(memory.offered) == 1 and memory.article not in memory.offered:
            return self._open(memory.offered[0], heard, memory)
        if memory.choosing is Choosing.SPEAKS and NO in memory.offered[1:2]:
            return told_whether_spoken(memory.offered[0], memory, heard.reads)
        if memory.choosing is not None and memory.offered and memory.article not in memory.offered:
            return say("utter_which_number", memory, highest=str(len(memory.offered)))
        if memory.article is not None and memory.part + 1 < self.answers.parts(memory.article, heard.language):
            return await More(self.answers).act(heard, memory)
        return say("utter_affirm", memory)


class Deny(Action):
    """No: it did not help, or the list that was shown does not."""

    def name(self) -> str:
        return "action_deny"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.feedback is Feedback.ASKED:
            return it_did_not_help(memory, self.answers, heard.language)
        if memory.choosing is Choosing.SPEAKS:
            return told_whether_spoken(NO, memory, heard.reads)
        if memory.choosing is Choosing.TOWN:
            return without_town(memory)
        return say("utter_deny", memory.without_list())
