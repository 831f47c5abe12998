"""Actions that say one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from bot.actions.base import Action, Heard, Said, say
from bot.actions.lists import open_article
from bot.actions.memory import Memory
from bot.replies import Decision
from bot.wire import Note


class Say(Action):
    """The sentence that is named after the intent: `goodbye` -> `utter_goodbye`."""

    def name(self) -> str:
        return "action_say"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return say(f"utter_{heard.intent}", memory)


class Introduce(Action):
    """Who we are, in one sentence; MORE and SOURCES then speak of the article on it."""

    ARTICLE: ClassVar[str] = "about-and-sources"

    def name(self) -> str:
        return "action_introduce"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        said = say("utter_who_are_you", memory)
        if not self.answers.parts(self.ARTICLE, heard.language):
            return said
        opened = open_article(self.ARTICLE, memory, said.note)
        return replace(opened, replies=said.replies)


class Greet(Action):
    """A hello; the first one is answered by the welcome alone."""

    is_covered_by_welcome = True

    def name(self) -> str:
        return "action_greet"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        return say("utter_greet", memory)


class Help(Action):
    """Explain the commands; works after STOP, as carriers demand."""

    speaks_when_stopped = True

    def name(self) -> str:
        return "action_help"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        return say("utter_help", memory)


class Decline(Action):
    """Not our subject."""

    def name(self) -> str:
        return "action_decline"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return replace(say(f"utter_{heard.intent}", memory), note=Note(decision=Decision.DECLINE))
