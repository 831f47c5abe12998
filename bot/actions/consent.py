"""STOP, START, DELETE and ALERT: what the person decides about being written to and remembered."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.base import Action, Heard, Said, say
from bot.actions.memory import Memory
from bot.replies import Effect
from bot.wire import Note


class Stop(Action):
    """Confirm once, then be silent."""

    welcomes = False

    def name(self) -> str:
        return "action_stop"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        said = say("utter_stopped", replace(memory, stopped=True))
        return replace(said, note=Note(effects=frozenset({Effect.STOP})))


class Start(Action):
    speaks_when_stopped = True

    def name(self) -> str:
        return "action_start"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        said = say("utter_started", replace(memory, stopped=False))
        return replace(said, note=Note(effects=frozenset({Effect.START})))


class Delete(Action):
    """The gateway erases everything once the confirmation has left."""

    speaks_when_stopped = True
    welcomes = False

    def name(self) -> str:
        return "action_delete"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        said = say("utter_deleted", Memory(stopped=memory.stopped))
        return replace(said, note=Note(effects=frozenset({Effect.ERASE})))


class Alert(Action):
    """Hear of it when the last answer turns out to be wrong. The journal knows which answer that was."""

    def name(self) -> str:
        return "action_alert"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        if memory.article is None:
            return say("utter_no_topic", memory)
        note = Note(article=memory.article, effects=frozenset({Effect.ALERT}))
        return replace(say("utter_alert_on", memory), note=note)
