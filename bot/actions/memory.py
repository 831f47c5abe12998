"""What is remembered between two turns, parsed from Rasa's slots and written back to them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet


class Choosing(StrEnum):
    """What a number means now."""

    TOPIC = "topic"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Each field is a slot of the same name in domain/memory.yml."""

    #: The article that was answered last, and its last part that was sent.
    article: str | None = None
    part: int = 0
    #: What the numbers 1, 2, 3 … stand for: article slugs or language tags.
    offered: tuple[str, ...] = ()
    choosing: Choosing | None = None
    #: How many of `offered` have been shown; MORE shows others.
    shown: int = 0
    #: The person said STOP.
    stopped: bool = False
    #: The welcome is still to be said.
    welcome_due: bool = False

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Self:
        slots = {field.name: tracker.get_slot(field.name) for field in fields(cls)}
        known = {name: value for name, value in slots.items() if value is not None}
        if "offered" in known:
            known["offered"] = tuple(known["offered"])
        if "choosing" in known:
            known["choosing"] = Choosing(known["choosing"])
        return cls(**known)

    def events(self, before: Memory) -> list[EventType]:
        """One SlotSet for each field that changed."""
        names = (field.name for field in fields(self))
        changed = (name for name in names if getattr(self, name) != getattr(before, name))
        return [SlotSet(name, _jsonable(getattr(self, name))) for name in changed]


def _jsonable(value: object) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, Choosing) else value
