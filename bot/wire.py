"""Replies and what is to be known about a turn, as the JSON that passes through Rasa, and back.

Rasa carries a message of an action as `{"custom": {...}}`. Ours are either one reply
(`{"phrase": …}`, `{"article": …}`, `{"sources": …}`, `{"topics": …}`, `{"choices": …}`, `{"card": …}`,
`{"right": …}`, `{"emergency": …}`) or one `{"note": {…}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import TurnError
from bot.replies import ArticlePart, Card, Choices, Decision, Effect, Emergency, Phrase, Reply, Right, Sources, Topics
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
    #: Set when the person told it: see `Turn`.
    other_language: str | None = None
    town: str | None = None


def reply_to_json(reply: Reply) -> Json:  # noqa: PLR0911 - one for each kind
    match reply:
        case Phrase():
            return {"phrase": reply.key, "params": dict(reply.params)}
        case ArticlePart():
            return {"article": reply.slug, "part": reply.part, "has_right": reply.has_right}
        case Sources():
            return {"sources": reply.slug}
        case Topics():
            return {"topics": list(reply.slugs), "intro": reply.intro}
        case Choices():
            return {"choices": list(reply.options), "intro": reply.intro, "params": dict(reply.params)}
        case Card():
            return {"card": reply.tag, "name": reply.name, "town": reply.town}
        case Right():
            return {"right": reply.topic, "town": reply.town, "asked": reply.asked}
        case Emergency():
            return {"emergency": reply.kind, "country": reply.country}


def reply_from_json(message: Mapping[str, Any]) -> Reply:  # noqa: PLR0911 - one for each kind
    """Raises TurnError for a message that is none of ours."""
    match message:
        case {"phrase": str(key)}:
            return Phrase(key=key, params=_params(message))
        case {"article": str(slug), "part": int(part)}:
            return ArticlePart(slug=slug, part=part, has_right=bool(message.get("has_right")))
        case {"sources": str(slug)}:
            return Sources(slug=slug)
        case {"topics": list(slugs), "intro": str(intro)}:
            return Topics(intro=intro, slugs=tuple(slugs))
        case {"choices": list(options), "intro": str(intro)}:
            return Choices(intro=intro, options=tuple(options), params=_params(message))
        case {"card": str() | None as tag}:
            return Card(tag=tag, name=message.get("name", ""), town=message.get("town", ""))
        case {"right": str(topic)}:
            return Right(topic=topic, town=message.get("town", ""), asked=bool(message.get("asked")))
        case {"emergency": str(kind)}:
            return Emergency(kind=kind, country=message.get("country"))
    raise TurnError(f"an action sent a message of unknown form, with the keys {sorted(message)}")


def _params(message: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in message.get("params", {}).items()}


def note_to_json(note: Note) -> Json:
    return {
        "note": {
            "decision": note.decision.value,
            "article": note.article,
            "candidates": [[candidate.slug, candidate.score] for candidate in note.candidates],
            "effects": sorted(effect.value for effect in note.effects),
            "language": note.language,
            "country": note.country,
            "other_language": note.other_language,
            "town": note.town,
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
        other_language=body["other_language"],
        town=body["town"],
    )
