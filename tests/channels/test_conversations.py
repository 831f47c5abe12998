"""Plays the conversations of tests/conversations on both channels, to the words on the phone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.engine import Engine
from channels.fit import fit
from channels.media import Media
from channels.message import Channel, OutboundPart
from channels.render import Wording, render
from knowledge.folder import ARTICLES
from knowledge.library import Library
from locales.hint import hint
from locales.languages import Register
from locales.phrases import Phrases
from tests.bot.conftest import loaded, model
from tests.bot.test_conversations import CONVERSATIONS, scripted

__all__ = ["loaded", "model"]

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(
        library=Library.load(ARTICLES), phrases=Phrases.load(), register=Register.load(), allow_unsigned=True
    )


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("conversation", CONVERSATIONS)
async def test_conversation_reads_as_written(
    conversation: dict[str, Any], channel: Channel, wording: Wording, loaded: Engine
) -> None:
    """The phone shows what the file says, and words for every reply; an SMS stays GSM-7 and within four segments."""
    engine = loaded.with_answers(scripted(conversation))
    tracker, language, country = None, conversation.get("language", "es"), conversation.get("country")
    hears, heard = conversation.get("hears") or {}, set()
    for number, step in enumerate(conversation["turns"]):
        text = step.get("user", "")
        turn, tracker = await engine.turn(
            text,
            tracker=tracker,
            language=language,
            country=country,
            button=step.get("button"),
            first_contact=bool(conversation.get("first_contact")) and number == 0,
            hint=hint(text),
            voice=step.get("voice", False),
        )
        language, country = turn.language, turn.country or country
        bubbles = render(turn.replies, wording.reading(turn.reads), tag=language, today=TODAY)
        parts = fit(bubbles, channel, wording.register.get(language).fold)
        expected = hears.get(text, {}).get(channel.value, [])
        heard |= {text} if expected else set()

        assert bool(parts) == bool(turn.replies), text
        assert all(part.text.strip() or part.media for part in parts), text
        assert _in_order(_shown(parts), expected), (text, _shown(parts))
        if channel is Channel.SMS:
            assert {part.encoding for part in parts} <= {"GSM-7"}, text
            assert all(part.segments <= 4 and not part.media for part in parts), text
    assert heard == {text for text, on in hears.items() if channel.value in on}


def _shown(parts: tuple[OutboundPart, ...]) -> str:
    return "\n".join(f"{Media.read(part.media).kind if part.media else ''}\n{part.text}" for part in parts)


def _in_order(shown: str, expected: list[str]) -> bool:
    places = [shown.find(each) for each in expected]
    return -1 not in places and places == sorted(places)
