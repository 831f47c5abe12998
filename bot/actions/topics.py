"""Lists of topics that do not come from a search."""

from __future__ import annotations

from typing import Final

from bot.actions.base import Action, Heard, Said, say
from bot.actions.lists import offer_topics
from bot.actions.memory import Memory
from bot.replies import Decision
from bot.wire import Note

#: What most people ask first; the titles of seven topics fit three SMS segments.
MENU: Final = (
    "pathways-overview",
    "us-asylum-how-to-apply",
    "us-southern-border-access",
    "us-family-petition-i130",
    "us-know-your-rights-ice",
    "mx-refugee-comar",
    "finding-legal-help",
)

#: What there is instead of a smuggler or false papers.
LAWFUL: Final = (
    "pathways-overview",
    "us-southern-border-access",
    "work-visas-h2-how",
    "smugglers-ransom-fake-jobs",
)


class _List(Action):
    """A fixed list: articles that cannot be read now are left out."""

    intro: str
    slugs: tuple[str, ...]
    decision: Decision

    async def act(self, heard: Heard, memory: Memory) -> Said:
        readable = tuple(slug for slug in self.slugs if self.answers.parts(slug, heard.language))
        if not readable:
            return say("utter_topic_gone", memory)
        return offer_topics(self.intro, readable, memory, Note(decision=self.decision))


class Menu(_List):
    intro = "utter_menu"
    slugs = MENU
    decision = Decision.COMMAND

    def name(self) -> str:
        return "action_menu"


class RefuseIllegalHelp(_List):
    intro = "utter_illegal_help"
    slugs = LAWFUL
    decision = Decision.DECLINE

    def name(self) -> str:
        return "action_refuse_illegal_help"
