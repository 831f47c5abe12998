"""Plays tests/conversations/*.yaml; the format is explained in the README there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.replies import ArticlePart, Card, Choices, Emergency, Phrase, Reply, Right, Sources, Topics
from bot.testing import ScriptedAnswers
from knowledge.danger.opinion import Opinion
from locales.hint import hint
from tests.bot.conftest import EngineWith

#: What is remembered for who speaks another language.
SPEAKERS = {"chosen_language", "other_language", "town"}
FOLDER = Path(__file__).parents[1] / "conversations"
CONVERSATIONS = [
    pytest.param(conversation, id=f"{file.stem}: {conversation['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))
]
#: What was learned from examples may think of a message.
CALM = Opinion(danger=0.01, kind=None, calm=True, past=False, illegal=False)
OPINIONS = {"past": replace(CALM, past=True), "illegal": replace(CALM, illegal=True)}
KEYS = {"name", "search", "parts", "beside", "opinions", "language", "country", "first_contact", "hears", "turns"}
EXPECTED = {"says", "intent", "decision", "language", "effects", "article", "country", *SPEAKERS}


@pytest.mark.parametrize("conversation", CONVERSATIONS)
async def test_conversation_goes_as_written(conversation: dict[str, Any], engine_with: EngineWith) -> None:
    """Every turn of the conversation says and does what the file says."""
    engine = engine_with(scripted(conversation))
    tracker, language, country = None, conversation.get("language", "es"), conversation.get("country")
    for number, step in enumerate(conversation["turns"]):
        text = step.get("user", "")
        turn, tracker = await engine.turn(
            text,
            tracker=tracker,
            language=language,
            country=country,
            button=step.get("button"),
            hint=hint(text),
            voice=step.get("voice", False),
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
            **{name: getattr(turn, name) for name in SPEAKERS},
        }

        assert {key: seen[key] for key in step["expect"]} == step["expect"], text


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_conversation_file_uses_known_keys(conversation: dict[str, Any]) -> None:
    """A misspelled key would be a test that cannot fail."""
    assert set(conversation) <= KEYS
    for step in conversation["turns"]:
        assert set(step) <= {"user", "voice", "button", "expect"}
        assert step["expect"]
        assert set(step["expect"]) <= EXPECTED


def scripted(conversation: dict[str, Any]) -> ScriptedAnswers:
    script = conversation.get("search") or {}
    return ScriptedAnswers(
        {question: (found,) if isinstance(found, str) else tuple(found) for question, found in script.items()},
        lengths=conversation.get("parts") or {},
        beside={slug: tuple(others) for slug, others in (conversation.get("beside") or {}).items()},
        opinions={text: OPINIONS[of] for text, of in (conversation.get("opinions") or {}).items()},
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
        case Choices():
            words = [
                f"choices: {reply.intro.removeprefix('utter_')}",
                *(o.removeprefix("utter_") for o in reply.options),
            ]
        case Card():
            words = [f"card: {reply.tag or reply.name}", reply.town]
        case Right():
            words = [f"right: {reply.topic}", "asked" if reply.asked else ""]
        case Emergency():
            words = [f"emergency: {reply.kind}", reply.country or ""]
    return ", ".join(word for word in words if word)
