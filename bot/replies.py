"""What the dialogue decides to say, in keys: no sentence and no language is in here.

`channels.render` turns each reply into words from the catalogs (`locales/`) and the articles (`knowledge/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.decide import Candidate


class Decision(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    DECLINE = "decline"
    URGENT = "urgent"
    COMMAND = "command"


class Effect(StrEnum):
    """What the gateway does besides replying."""

    STOP = "stop"
    START = "start"
    ERASE = "erase"
    HANDOFF = "handoff"
    ALARM = "alarm"
    FEEDBACK_GOOD = "feedback_good"
    FEEDBACK_BAD = "feedback_bad"
    #: Write to the person should the answer turn out to be wrong.
    ALERT = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence of the catalogs; `params` fill its named placeholders."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


#: What a person is told before anything else, once.
WELCOME = (Phrase(key="utter_welcome"), Phrase(key="utter_welcome_commands"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePart:
    """Part 0 is the short answer (`sms`), parts 1… are the paragraphs of the body, sent on MORE."""

    slug: str
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """A numbered list to choose from: article slugs by their titles, led by the sentence `intro`."""

    intro: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The numbers to call now: `kind` of danger, `country` if known (two letters, lower case)."""

    kind: str
    country: str | None = None


Reply = Phrase | ArticlePart | Sources | Topics | Emergency


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the dialogue."""

    replies: tuple[Reply, ...]
    intent: str
    decision: Decision
    #: The language to reply in from now on; differs from the one given when the person asked to change.
    language: str
    article: str | None = None
    candidates: tuple[Candidate, ...] = ()
    effects: frozenset[Effect] = frozenset()
    #: Set when the person said where they are: two letters, lower case; to be remembered and given to later turns.
    country: str | None = None
