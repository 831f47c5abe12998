"""The start of a session: what was remembered goes on; a first contact is to be welcomed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import rasa_sdk
from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.memory import Memory


class SessionStart(rasa_sdk.Action):  # type: ignore[misc]
    """Only marks the welcome as due, because danger and STOP must not wait for it; `base.Action` says it."""

    def __init__(self, answers: object = None) -> None:
        del answers

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        del dispatcher, domain
        metadata = tracker.get_slot("session_started_metadata") or {}
        memory = Memory.from_tracker(tracker)
        # The topic stays open for MORE; everything else belongs to the talk that is over.
        memory = replace(memory.without_list(), told=0, others=(), feedback=None, rights=())
        if metadata.get("first_contact"):
            memory = replace(memory, welcome_due=True)
        return [SessionStarted(), *memory.events(Memory()), ActionExecuted("action_listen")]
