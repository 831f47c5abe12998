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
    #: There is an article of the Universal Declaration on this, in the person's language.
    has_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """A numbered list to choose from: article slugs by their titles, led by the sentence `intro`."""

    intro: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Sentences of the catalogs, numbered to choose from and led by the sentence `intro`; `params` fill them all."""

    intro: str
    options: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The interpreter card: to be shown to officials, so its words are English and Spanish."""

    #: A language of the register; None for another one.
    tag: str | None
    #: What the person calls a language that the register does not have.
    name: str = ""
    #: The town whose speech the interpreter should know, in the person's words.
    town: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What the Universal Declaration of Human Rights says on a topic, in the person's language."""

    #: An article's slug.
    topic: str
    #: Whose speech, where there are several.
    town: str = ""
    #: On its own before an answer it is left out where every letter costs money; asked for, it is told everywhere.
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The numbers to call now: `kind` of danger, `country` if known (two letters, lower case)."""

    kind: str
    country: str | None = None


Reply = Phrase | ArticlePart | Sources | Topics | Choices | Card | Right | Emergency


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
    #: What stands in where there are no words in `language`; None: as the register has it.
    reads: str | None = None
    #: Set when the person chose a language: to be remembered.
    chosen_language: str | None = None
    #: Set when the person said where they are: two letters, lower case; to be remembered and given to later turns.
    country: str | None = None
    #: What an operator needs to find an interpreter, in the person's words: a language that is not in the register, and
    #: the town whose speech it is.
    other_language: str | None = None
    town: str | None = None
