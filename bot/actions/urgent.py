"""Danger: the numbers to call, at once, whatever else holds."""

from __future__ import annotations

from bot.actions.base import Action, Heard, Said
from bot.actions.memory import Memory
from bot.nlu.danger import GENERAL
from bot.replies import Decision, Effect, Emergency
from bot.wire import Note


class Urgent(Action):
    """Also after STOP, and before any welcome."""

    speaks_when_stopped = True
    welcomes = False

    def name(self) -> str:
        return "action_urgent"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        kind = heard.entities.get("danger", GENERAL)
        return Said(
            memory=memory,
            replies=(Emergency(kind=kind, country=heard.country),),
            note=Note(decision=Decision.URGENT, effects=frozenset({Effect.ALARM})),
        )
