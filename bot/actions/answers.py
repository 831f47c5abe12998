"""The port to the search: what the dialogue asks of it and what it gets."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from bot.errors import NotConnectedError
from bot.replies import Candidate, Decision

#: For `rasa run actions` alone: `module:function` that returns an `Answers`. The gateway passes its own object.
VARIABLE = "RUMBO_ANSWERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the search makes of a question."""

    #: ANSWER: the first candidate is right; OFFER: it is among them; DECLINE: we do not know.
    decision: Decision
    #: Best first.
    candidates: tuple[Candidate, ...] = ()


class Answers(Protocol):
    """The search over the articles that may be served now."""

    async def look_up(self, question: str, language: str) -> Outcome:
        """The outcome for a question asked in `language`; only articles that may be served are named."""
        ...

    def parts(self, slug: str, language: str) -> int:
        """How many parts the article has in `language`, the short answer included; 0 when it cannot be read now."""
        ...


@cache
def connected() -> Answers:
    """The search for actions that nobody gave one. Raises NotConnectedError."""
    module, _, function = os.environ.get(VARIABLE, "").partition(":")
    if not function:
        raise NotConnectedError(f"set {VARIABLE} to module:function, something that returns the search")
    return cast(Answers, getattr(importlib.import_module(module), function)())
