"""Plays tests/conversations/*.yaml; the format is explained in the README there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.replies import ArticlePart, Emergency, Phrase, Reply, Sources, Topics
from bot.testing import ScriptedAnswers
from tests.bot.conftest import EngineWith

FOLDER = Path(__file__).parents[1] / "conversations"
CONVERSATIONS = [
    pytest.param(conversation, id=f"{file.stem}: {conversation['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))
]
KEYS = {"name", "search", "parts", "beside", "language", "country", "first_contact", "turns"}
EXPECTED = {"says", "intent", "decision", "language", "effects", "article", "country"}


@pytest.mark.parametrize("conversation", CONVERSATIONS)
async def test_conversation_goes_as_written(conversation: dict[str, Any], engine_with: EngineWith) -> None:
    """Every turn of the conversation says and does what the file says."""
    engine = engine_with(_search(conversation))
    tracker, language, country = None, conversation.get("language", "es"), conversation.get("country")
    for number, step in enumerate(conversation["turns"]):
        turn, tracker = await engine.turn(
            step["user"],
            tracker=tracker,
            language=language,
            country=country,
            button=step.get("button"),
            first_contact=bool(conversation.get("first_contact")) and number == 0,
        )
        language, country = turn.language, turn.country or country
        seen = {
            "says": [_short(reply) for reply in turn.replies],
            "intent": turn.intent,
            "decision": turn.decision.value,
            "language": turn.language,
            "effects": sorted(effect.value for effect in turn.effects),
            "article": turn.article,
            "country": turn.country,
        }

        assert {key: seen[key] for key in step["expect"]} == step["expect"], step["user"]


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_conversation_file_uses_known_keys(conversation: dict[str, Any]) -> None:
    """A misspelled key would be a test that cannot fail."""
    assert set(conversation) <= KEYS
    for step in conversation["turns"]:
        assert set(step) <= {"user", "button", "expect"}
        assert step["expect"]
        assert set(step["expect"]) <= EXPECTED


def _search(conversation: dict[str, Any]) -> ScriptedAnswers:
    script = conversation.get("search") or {}
    return ScriptedAnswers(
        {question: (found,) if isinstance(found, str) else tuple(found) for question, found in script.items()},
        lengths=conversation.get("parts") or {},
        beside={slug: tuple(others) for slug, others in (conversation.get("beside") or {}).items()},
    )


def _short(reply: Reply) -> str:
    match reply:
        case Phrase():
            return reply.key.removeprefix("utter_")
        case ArticlePart():
            words = [f"article: {reply.slug}", str(reply.part) if reply.part else ""]
        case Sources():
            words = [f"sources: {reply.slug}"]
        case Topics():
            words = [f"topics: {reply.intro.removeprefix('utter_')}", *reply.slugs]
        case Emergency():
            words = [f"emergency: {reply.kind}", reply.country or ""]
    return ", ".join(word for word in words if word)
