"""Actions that say one sentence, some of them with an effect."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.base import Action, Heard, Said, say
from bot.actions.memory import Memory
from bot.replies import Decision, Effect
from bot.wire import Note


class Say(Action):
    """The sentence that is named after the intent: `thanks` -> `utter_thanks`."""

    def name(self) -> str:
        return "action_say"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return say(f"utter_{heard.intent}", memory)


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


class _SayWithEffect(Action):
    key: str
    effect: Effect

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        note = Note(article=memory.article, effects=frozenset({self.effect}))
        return replace(say(self.key, memory), note=note)


class CallPerson(_SayWithEffect):
    """Ask for a human being."""

    key = "utter_human"
    effect = Effect.HANDOFF

    def name(self) -> str:
        return "action_call_person"


class FeedbackGood(_SayWithEffect):
    key = "utter_feedback_good"
    effect = Effect.FEEDBACK_GOOD

    def name(self) -> str:
        return "action_feedback_good"


class FeedbackBad(_SayWithEffect):
    key = "utter_feedback_bad"
    effect = Effect.FEEDBACK_BAD

    def name(self) -> str:
        return "action_feedback_bad"
