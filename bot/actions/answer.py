"""Questions and what follows an answer: more of it, its sources, a topic picked from a list."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from bot.actions.answers import Outcome
from bot.actions.base import Action, Heard, Said, say
from bot.actions.language import choose_language, show_languages
from bot.actions.memory import Choosing, Memory
from bot.replies import ArticlePart, Decision, Phrase, Sources, Topics
from bot.wire import Note


def open_article(slug: str, memory: Memory, note: Note) -> Said:
    """Send the short answer and make it what MORE and SOURCES are about."""
    memory = replace(memory, article=slug, part=0)
    return Said(memory=memory, replies=(ArticlePart(slug=slug),), note=replace(note, article=slug))


def forget_list(memory: Memory) -> Memory:
    """A number means nothing any more."""
    return replace(memory, offered=(), choosing=None, shown=0)


def offer_topics(intro: str, slugs: tuple[str, ...], memory: Memory, note: Note) -> Said:
    """Send a numbered list and make it what a number is about."""
    memory = replace(memory, offered=slugs, choosing=Choosing.TOPIC, shown=len(slugs))
    return Said(memory=memory, replies=(Topics(intro=intro, slugs=slugs),), note=note)


class Answer(Action):
    """Look the question up: answer, offer up to three topics, or say that we do not know."""

    #: A longer list would not fit two SMS segments.
    MOST_OFFERED: ClassVar[int] = 3

    def name(self) -> str:
        return "action_answer"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        outcome = await self.answers.look_up(heard.text, heard.language)
        note = Note(decision=outcome.decision, candidates=outcome.candidates)
        if outcome.decision is Decision.ANSWER:
            return open_article(outcome.candidates[0].slug, forget_list(memory), note)
        if outcome.decision is Decision.OFFER:
            return offer_topics("utter_offer", self._slugs(outcome), memory, note)
        return Said(memory=forget_list(memory), replies=(Phrase(key="utter_not_found"),), note=note)

    def _slugs(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(candidate.slug for candidate in outcome.candidates[: self.MOST_OFFERED])


class Pick(Action):
    """A number: the topic or the language with that number in the last list. A list of topics can be used again."""

    def name(self) -> str:
        return "action_pick"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.choosing is None or not memory.offered:
            return say("utter_no_list", memory)
        number = int(heard.entities["number"])
        if not 1 <= number <= len(memory.offered):
            return say("utter_number_out_of_range", memory, highest=str(len(memory.offered)))
        chosen = memory.offered[number - 1]
        if memory.choosing is Choosing.LANGUAGE:
            return choose_language(chosen, memory)
        return self._open(chosen, heard, memory)

    def _open(self, slug: str, heard: Heard, memory: Memory) -> Said:
        if not self.answers.parts(slug, heard.language):
            return say("utter_topic_gone", memory)
        return open_article(slug, memory, Note(decision=Decision.ANSWER))


class More(Action):
    """The next part of the article, or the next page of languages."""

    def name(self) -> str:
        return "action_more"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.choosing is Choosing.LANGUAGE and memory.shown < len(memory.offered):
            return show_languages(memory, start=memory.shown)
        if memory.article is None:
            return say("utter_no_topic", memory)
        parts = self.answers.parts(memory.article, heard.language)
        if not parts:
            return say("utter_topic_gone", replace(memory, article=None, part=0))
        following = memory.part + 1
        if following >= parts:
            return replace(say("utter_end_of_article", memory), note=Note(article=memory.article))
        return Said(
            memory=replace(memory, part=following),
            replies=(ArticlePart(slug=memory.article, part=following),),
            note=Note(article=memory.article),
        )


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
    """Yes: to the only topic that was offered, or to reading on."""

    def name(self) -> str:
        return "action_affirm"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if memory.choosing is Choosing.TOPIC and len(memory.offered) == 1 and memory.article not in memory.offered:
            return self._open(memory.offered[0], heard, memory)
        if memory.choosing is not None and memory.article not in memory.offered:
            return say("utter_which_number", memory, highest=str(len(memory.offered)))
        if memory.article is not None and memory.part + 1 < self.answers.parts(memory.article, heard.language):
            return await More(self.answers).act(heard, memory)
        return say("utter_affirm", memory)


class Deny(Action):
    """No: the list that was shown does not help."""

    def name(self) -> str:
        return "action_deny"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        return say("utter_deny", forget_list(memory))
