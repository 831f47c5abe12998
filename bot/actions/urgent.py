"""Danger: the numbers to call, at once, whatever else holds."""

from __future__ import annotations

from bot.actions.base import Action, Heard, Said
from bot.actions.countries import ask_after_danger
from bot.actions.lists import followed_by
from bot.actions.memory import Memory
from bot.replies import Decision, Effect, Emergency
from bot.wire import Note
from knowledge.danger.opinion import GENERAL


class Urgent(Action):
    """Also after STOP, and before any welcome."""

    speaks_when_stopped = True
    welcomes = False

    def name(self) -> str:
        return "action_urgent"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        kind = heard.entities.get("danger", GENERAL)
        note = Note(decision=Decision.URGENT, effects=frozenset({Effect.ALARM}))
        said = Said(memory=memory, replies=(Emergency(kind=kind, country=heard.country),), note=note)
        # After STOP a number would not be answered.
        if heard.country is not None or memory.stopped:
            return said
        return followed_by(said, ask_after_danger(kind, heard, memory, note))
