"""Who asks for a person is told at once when people are there, and whom to call meanwhile in danger."""

from __future__ import annotations

from dataclasses import replace

from bot.replies import Decision, Effect, Phrase, Turn
from channels.office import Office
from channels.render import Wording
from knowledge.emergency import ARTICLE, numbers_for


def with_hours(turn: Turn, wording: Wording, office: Office | None, country: str | None) -> Turn:
    """The turn, and below its words the hours and numbers, when it asks for a person and is no alarm already."""
    if Effect.HANDOFF not in turn.effects or turn.decision is Decision.URGENT:
        return turn
    more: list[Phrase] = []
    if office is not None:
        more.append(Phrase(key="handoff_hours", params={"hours": office.in_words(turn.reads or turn.language)}))
    article = wording.library.get(ARTICLE)
    if article is not None:
        lines = numbers_for(article, "detention", country, turn.reads or turn.language)
        more.append(Phrase(key="handoff_numbers", params={"numbers": "; ".join(lines)}))
    return replace(turn, replies=(*turn.replies, *more))
