"""What is thought of one message besides its topic. It loads nothing, so that the dialogue may speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The kind of danger to answer when nothing says which it is: the general emergency number is right for it.
GENERAL: Final = "violence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    #: Probability that somebody is in danger now, 0–1.
    danger: float
    #: The likeliest kind of danger where `danger` is high enough for an alarm, GENERAL if none is clear; else None.
    kind: str | None
    #: `danger` is lower than that of nearly every urgent message: "lost my passport" is no alarm for the word "lost".
    calm: bool
    #: Speaks of violence that is over.
    past: bool
    #: Asks for smugglers, false papers, lies, ways around the authorities, other people's data.
    illegal: bool
