"""The pathway finder as a Rasa form: the next question, the check of a number, the topics at the end.

The form's slots live only while it is asked: `base.Action` clears them when it ends, and ends it when the person
writes anything else. Nothing of the answers is said to the gateway.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import rasa_sdk
from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.base import Action, Heard, Said, guide_slot, say
from bot.actions.lists import followed_by, offer_topics
from bot.actions.memory import Memory
from bot.actions.pathway import pathway
from bot.replies import Decision, Phrase
from bot.wire import Note
from locales.countries import country_name

LEGAL_HELP = "finding-legal-help"
#: Answers that are no countries stand in the sentence of their question.
IN_THE_SENTENCE = frozenset(
    meaning for meanings in pathway().questions.values() for meaning in meanings if len(meaning) != 2
)


class _Ask(Action):
    """One question with its numbered answers."""

    question: ClassVar[str]
    ends_guide = False

    async def act(self, heard: Heard, memory: Memory) -> Said:
        meanings = pathway().questions[self.question]
        choices = "\n".join(
            f"{number} {country_name(meaning, heard.reads)}"
            for number, meaning in enumerate(meanings, start=1)
            if meaning not in IN_THE_SENTENCE
        )
        params = {"choices": f"\n{choices}"} if choices else {}
        return say(f"utter_ask_{guide_slot(self.question)}", memory.without_list(), **params)


class AskWhere(_Ask):
    """The first question; what this is stands above it."""

    question = "where"

    def name(self) -> str:
        return "action_ask_guide_where"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        asked = await super().act(heard, memory)
        return followed_by(say("utter_guide_intro", memory), asked) if heard.intent == "guide" else asked


class AskOrigin(_Ask):
    question = "origin"

    def name(self) -> str:
        return "action_ask_guide_origin"


class AskFear(_Ask):
    question = "fear"

    def name(self) -> str:
        return "action_ask_guide_fear"


class AskFamily(_Ask):
    question = "family"

    def name(self) -> str:
        return "action_ask_guide_family"


class AskMinor(_Ask):
    question = "minor"

    def name(self) -> str:
        return "action_ask_guide_minor"


class AskHarm(_Ask):
    question = "harm"

    def name(self) -> str:
        return "action_ask_guide_harm"


class CheckNumber(rasa_sdk.Action):  # type: ignore[misc]
    """A number that is not on the list is taken back, so that the form asks again."""

    def __init__(self, answers: object = None) -> None:
        del answers

    def name(self) -> str:
        return "validate_guide_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        del domain
        for question, meanings in pathway().questions.items():
            number = tracker.get_slot(guide_slot(question))
            if number is not None and not 0 <= int(number) <= len(meanings):
                dispatcher.utter_message(response="utter_guide_again", params={})
                return [SlotSet(guide_slot(question), None)]
        return []


class GuideResult(Action):
    """Up to three topics that may concern the person, and free legal help."""

    def name(self) -> str:
        return "action_guide_result"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        numbers = {question: int(number) for question, number in heard.guide.items()}
        slugs = (*pathway().topics(numbers), LEGAL_HELP)
        readable = tuple(slug for slug in dict.fromkeys(slugs) if self.answers.parts(slug, heard.language))
        note = Note(decision=Decision.COMMAND)
        if not readable:
            return Said(memory=memory, replies=(Phrase(key="utter_topic_gone"),), note=note)
        return offer_topics("utter_guide_result", readable, replace(memory, article=None, part=0, told=0), note)
