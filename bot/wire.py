"""Replies and what is to be known about a turn, as the JSON that passes through Rasa, and back.

Rasa carries a message of an action as `{"custom": {...}}`. Ours are either one reply
(`{"phrase": …}`, `{"article": …}`, `{"sources": …}`, `{"topics": …}`, `{"emergency": …}`) or one `{"note": {…}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import TurnError
from bot.replies import ArticlePart, Decision, Effect, Emergency, Phrase, Reply, Sources, Topics
from knowledge.decide import Candidate

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an action says about its turn besides the replies; the gateway records it and acts on the effects."""

    decision: Decision = Decision.COMMAND
    article: str | None = None
    candidates: tuple[Candidate, ...] = ()
    effects: frozenset[Effect] = frozenset()
    #: Set when the person asked for another language.
    language: str | None = None
    #: Set when the person said where they are: two letters, lower case.
    country: str | None = None


def reply_to_json(reply: Reply) -> Json:
    match reply:
        case Phrase():
            return {"phrase": reply.key, "params": dict(reply.params)}
        case ArticlePart():
            return {"article": reply.slug, "part": reply.part}
        case Sources():
            return {"sources": reply.slug}
        case Topics():
            return {"topics": list(reply.slugs), "intro": reply.intro}
        case Emergency():
            return {"emergency": reply.kind, "country": reply.country}


def reply_from_json(message: Mapping[str, Any]) -> Reply:
    """Raises TurnError for a message that is none of ours."""
    match message:
        case {"phrase": str(key)}:
            return Phrase(key=key, params={name: str(value) for name, value in message.get("params", {}).items()})
        case {"article": str(slug), "part": int(part)}:
            return ArticlePart(slug=slug, part=part)
        case {"sources": str(slug)}:
            return Sources(slug=slug)
        case {"topics": list(slugs), "intro": str(intro)}:
            return Topics(intro=intro, slugs=tuple(slugs))
        case {"emergency": str(kind)}:
            return Emergency(kind=kind, country=message.get("country"))
    raise TurnError(f"an action sent a message of unknown form, with the keys {sorted(message)}")


def note_to_json(note: Note) -> Json:
    return {
        "note": {
            "decision": note.decision.value,
            "article": note.article,
            "candidates": [[candidate.slug, candidate.score] for candidate in note.candidates],
            "effects": sorted(effect.value for effect in note.effects),
            "language": note.language,
            "country": note.country,
        }
    }


def note_from_json(message: Mapping[str, Any]) -> Note | None:
    """None when the message is not a note."""
    body = message.get("note")
    if body is None:
        return None
    return Note(
        decision=Decision(body["decision"]),
        article=body["article"],
        candidates=tuple(Candidate(slug=slug, score=score) for slug, score in body["candidates"]),
        effects=frozenset(Effect(effect) for effect in body["effects"]),
        language=body["language"],
        country=body["country"],
    )
