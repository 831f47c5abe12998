"""STOP, START and DELETE: what the person decides about being written to and remembered."""

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
