"""The frame of every action: silence after STOP, the welcome, and the way back into Rasa's events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import rasa_sdk
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.memory import Feedback, Memory
from bot.actions.pathway import pathway
from bot.actions.rights import with_rights
from bot.answers import Answers, connected
from bot.nlu.languages import HINT
from bot.replies import WELCOME, Phrase, Reply
from bot.wire import Note, note_to_json, reply_to_json
from locales.hint import Hint


def guide_slot(question: str) -> str:
    """The form's slot for a question of the pathway finder."""
    return f"guide_{question}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The person's message, as Rasa understood it."""

    text: str
    intent: str
    language: str
    #: Spanish or English.
    reads: str
    country: str | None
    #: The message is neither Spanish nor English; which language it is taken for.
    hint: Hint | None
    #: Entity -> value: `number`, `language`, `danger`.
    entities: dict[str, str]
    #: Question of the pathway finder -> the number given so far.
    guide: dict[str, str]

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Self:
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        language = metadata.get("language") or "es"
        return cls(
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "",
            language=language,
            reads=language if language in ("es", "en") else tracker.get_slot("reads") or "es",
            country=metadata.get("country"),
            hint=Hint(**metadata[HINT]) if metadata.get(HINT) else None,
            entities={entity["entity"]: str(entity["value"]) for entity in message.get("entities") or []},
            guide={
                question: str(number)
                for question in pathway().questions
                if (number := tracker.get_slot(guide_slot(question))) is not None
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an action decides."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    note: Note = field(default_factory=Note)


def say(key: str, memory: Memory, **params: str) -> Said:
    """One sentence."""
    return Said(memory=memory, replies=(Phrase(key=key, params=params),))


class Action(rasa_sdk.Action, ABC):  # type: ignore[misc]
    """Subclasses write `name` and `act`; they hold nothing that belongs to one person."""

    #: After STOP only what the person needs or asked for by a command is answered.
    speaks_when_stopped: ClassVar[bool] = False
    #: The first contact's welcome comes before the replies; an action that must not wait for it leaves it due.
    welcomes: ClassVar[bool] = True
    #: Anything else than its own questions ends the pathway finder.
    ends_guide: ClassVar[bool] = True
    #: The welcome already says what this action says.
    is_covered_by_welcome: ClassVar[bool] = False

    def __init__(self, answers: Answers | None = None) -> None:
        self._answers = answers

    @property
    def answers(self) -> Answers:
        return self._answers or connected()

    @abstractmethod
    def name(self) -> str:
        """The action's name in domain/actions.yml."""

    @abstractmethod
    async def act(self, heard: Heard, memory: Memory) -> Said:
        """Decide; nothing is sent or stored in here."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        del domain
        before = Memory.from_tracker(tracker)
        if before.stopped and not self.speaks_when_stopped:
            return []
        heard = Heard.from_tracker(tracker)
        said = _passed_over(await self.act(heard, before), before)
        replies, memory = with_rights(said.replies, said.memory, said.note.language or heard.language)
        said = replace(said, replies=replies, memory=memory)
        if before.welcome_due and self.welcomes:
            said = self._with_welcome(said)
        for reply in said.replies:
            _send(dispatcher, reply)
        dispatcher.utter_message(json_message=note_to_json(said.note))
        return [*said.memory.events(before), *(_end_of_guide(tracker) if self.ends_guide else ())]

    def _with_welcome(self, said: Said) -> Said:
        rest = () if self.is_covered_by_welcome else said.replies
        return replace(said, replies=(*WELCOME, *rest), memory=replace(said.memory, welcome_due=False))


def _end_of_guide(tracker: Tracker) -> list[EventType]:
    """What the person told the pathway finder is forgotten with it."""
    slots = ("requested_slot", *(guide_slot(question) for question in pathway().questions))
    ended = [SlotSet(slot, None) for slot in slots if tracker.get_slot(slot) is not None]
    return [ActiveLoop(None), *ended] if tracker.active_loop.get("name") else ended


def _passed_over(said: Said, before: Memory) -> Said:
    """ "Did this help?" stands for one turn: who speaks of something else is not asked again."""
    if before.feedback is not Feedback.ASKED or said.memory.feedback is not Feedback.ASKED:
        return said
    return replace(said, memory=replace(said.memory, feedback=Feedback.DONE))


def _send(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """A phrase goes through Rasa's own `response`, so that its key must be in the domain and in the catalogs."""
    if isinstance(reply, Phrase):
        dispatcher.utter_message(response=reply.key, params=dict(reply.params))
    else:
        dispatcher.utter_message(json_message=reply_to_json(reply))
