"""What is remembered between two turns, parsed from Rasa's slots and written back to them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet


class Choosing(StrEnum):
    """What a number means now."""

    TOPIC = "topic"
    LANGUAGE = "language"
    #: The country whose asylum article is wanted.
    COUNTRY = "country"
    #: The country whose emergency numbers are wanted.
    EMERGENCY = "emergency"
    #: Whether the person speaks the language that their message looks like.
    SPEAKS = "speaks"
    #: What there is for who speaks an Indigenous language, and the articles of the Declaration.
    FOR_SPEAKERS = "for_speakers"
    RIGHT = "right"
    #: What to do with a voice note.
    VOICE = "voice"
    #: Not numbers but names, which the next message is (bot/nlu/languages.py).
    TOWN = "town"
    OTHER_LANGUAGE = "other_language"


class Feedback(StrEnum):
    """How far we are with "did this help?" about the open article."""

    #: Our last message asked; 1, 2, yes and no answer it.
    ASKED = "asked"
    #: Answered, or passed over: it is not asked again.
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Each field is a slot of the same name in domain/memory.yml."""

    #: The article that was answered last, and its last part that was sent.
    article: str | None = None
    part: int = 0
    #: How often in a row the open article has been the answer, in this session and language.
    told: int = 0
    #: What the search found beside the open article; offered when it did not help.
    others: tuple[str, ...] = ()
    feedback: Feedback | None = None
    #: What the numbers 1, 2, 3 … stand for: article slugs, language tags or country codes.
    offered: tuple[str, ...] = ()
    choosing: Choosing | None = None
    #: How many of `offered` have been shown; MORE shows others.
    shown: int = 0
    #: The country whose languages are shown.
    listed: str | None = None
    #: The kind of danger that a country was asked for.
    danger: str | None = None
    #: Spanish or English, whichever the person wrote in before they chose a language that we do not answer in.
    reads: str | None = None
    #: Languages that were asked about, by the tag that a message was taken for; each is asked about once.
    asked: tuple[str, ...] = ()
    #: Those of them that the person does not speak.
    not_spoken: tuple[str, ...] = ()
    #: Topics that the message may be about which led to the question for the language; whether the first is sure.
    waiting: tuple[str, ...] = ()
    waiting_sure: bool = False
    #: Articles of the Declaration that were told by themselves in this session.
    rights: tuple[str, ...] = ()
    #: In the person's words: a language that the register does not have, and the town whose speech it is.
    other_language: str | None = None
    town: str | None = None
    #: The person said STOP.
    stopped: bool = False
    #: The welcome is still to be said.
    welcome_due: bool = False

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Self:
        slots = {field.name: tracker.get_slot(field.name) for field in fields(cls)}
        known = {name: value for name, value in slots.items() if value is not None}
        return cls(**{name: _PARSERS.get(name, _as_it_is)(value) for name, value in known.items()})

    def without_list(self) -> Self:
        """A number means nothing any more."""
        return replace(self, offered=(), choosing=None, shown=0, listed=None, danger=None)

    def with_list(self, choosing: Choosing, offered: tuple[str, ...]) -> Self:
        """A number chooses one of `offered`, all of which are shown."""
        return replace(self, offered=offered, choosing=choosing, shown=len(offered), listed=None, danger=None)

    def events(self, before: Memory) -> list[EventType]:
        """One SlotSet for each field that changed."""
        names = (field.name for field in fields(self))
        changed = (name for name in names if getattr(self, name) != getattr(before, name))
        return [SlotSet(name, _jsonable(getattr(self, name))) for name in changed]


def _as_it_is(value: Any) -> Any:
    return value


_TUPLES: Final = ("offered", "others", "asked", "not_spoken", "waiting", "rights")
_PARSERS: Final = {"choosing": Choosing, "feedback": Feedback, **dict.fromkeys(_TUPLES, tuple)}


def _jsonable(value: object) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value
