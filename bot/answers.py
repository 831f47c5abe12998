"""The port to the search: what the dialogue asks of it and what it gets."""

from __future__ import annotations

import importlib
import os
from functools import cache
from typing import Protocol, cast

from bot.errors import NotConnectedError
from knowledge.danger.opinion import Opinion
from knowledge.decide import Candidate, Outcome

#: For `rasa run actions` alone: `module:function` that returns an `Answers`. The gateway passes its own object.
VARIABLE = "RUMBO_ANSWERS"


class Answers(Protocol):
    """The search over the articles that may be served now."""

    async def look_up(self, question: str, language: str) -> Outcome:
        """The outcome for a question asked in `language`; only articles that may be served are named."""
        ...

    async def topics(self, question: str, language: str | None) -> tuple[Candidate, ...]:
        """Topics that a question in an Indigenous language may be about, best first; never sure enough to answer.

        `language` is the tag that the person chose or that the message is taken for, None when nobody knows.
        """
        ...

    async def opinion(self, text: str) -> Opinion | None:
        """A second opinion on danger in `text`, beside the patterns; None where there is no model to have one."""
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
