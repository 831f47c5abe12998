"""Did this help? Asked once a topic at most: below the last part of an article, or when somebody says thanks."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.base import Action, Heard, Said, say
from bot.actions.lists import followed_by, offer_topics
from bot.actions.memory import Feedback, Memory
from bot.answers import Answers
from bot.replies import Effect
from bot.wire import Note


def ask_if_it_helped(said: Said) -> Said:
    """The question below what is said, if it may be asked. While a list is open, its numbers stay the list's."""
    memory = said.memory
    if memory.article is None or not memory.told or memory.feedback is not None or memory.welcome_due:
        return said
    key = "utter_did_it_help" if memory.choosing is None else "utter_did_it_help_in_words"
    return followed_by(said, say(key, replace(memory, feedback=Feedback.ASKED)))


def it_helped(memory: Memory) -> Said:
    note = Note(article=memory.article, effects=frozenset({Effect.FEEDBACK_GOOD}))
    return replace(say("utter_feedback_good", replace(memory, feedback=Feedback.DONE)), note=note)


def it_did_not_help(memory: Memory, answers: Answers, language: str) -> Said:
    """Recorded; what else was found is offered, and a person."""
    note = Note(article=memory.article, effects=frozenset({Effect.FEEDBACK_BAD}))
    others = tuple(slug for slug in memory.others if answers.parts(slug, language))
    memory = replace(memory, feedback=Feedback.DONE, others=())
    if others:
        return offer_topics("utter_feedback_bad_topics", others, memory, note)
    return replace(say("utter_feedback_bad", memory.without_list()), note=note)


class Thanks(Action):
    def name(self) -> str:
        return "action_thanks"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        return ask_if_it_helped(say("utter_thanks", memory))


class FeedbackGood(Action):
    """ "That helped", asked for or not."""

    def name(self) -> str:
        return "action_feedback_good"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        return it_helped(memory)


class FeedbackBad(Action):
    """ "That did not help", asked for or not."""

    def name(self) -> str:
        return "action_feedback_bad"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return it_did_not_help(memory, self.answers, heard.language)
