"""One question through dialogue and rendering, without journal and queue: `rumbo ask`, `rumbo chat`, the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from bot.engine import Engine
from bot.replies import Turn
from bot.train import train
from channels.content import Content
from channels.errors import SearchUnavailable
from channels.fit import fit
from channels.message import Channel, OutboundPart
from channels.render import render
from channels.settings import Settings
from locales.choose import choose_language
from locales.hint import hint
from locales.identify import identify


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    turn: Turn
    parts: tuple[OutboundPart, ...]
    #: The conversation so far, for the next question.
    tracker: bytes

    def as_json(self) -> dict[str, Any]:
        """The contract of `rumbo ask --json`; segments are those of all parts together."""
        encodings = {part.encoding for part in self.parts}
        return {
            "language": self.turn.language,
            "decision": self.turn.decision.value,
            "article": self.turn.article,
            "candidates": [{"article": each.slug, "score": round(each.score, 4)} for each in self.turn.candidates],
            "parts": [part.text for part in self.parts],
            "segments": sum(part.segments for part in self.parts),
            "encoding": "UCS-2" if "UCS-2" in encodings else next(iter(encodings), "GSM-7"),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The loaded parts that answering one question takes."""

    content: Content
    engine: Engine

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Takes seconds: the embedding model, the index and the dialogue model. Raises SearchUnavailable."""
        content = Content.load(settings)
        if not content.searches:
            raise SearchUnavailable
        return cls(content=content, engine=Engine.load(train(), answers=content))

    async def ask(
        self,
        text: str,
        *,
        channel: Channel = Channel.SMS,
        chosen: str | None = None,
        last: str | None = None,
        country: str | None = None,
        tracker: bytes | None = None,
        first_contact: bool = False,
    ) -> Answered:
        """The turn for `text`. `chosen` is a language the person asked for, `last` that of our last answer.

        `country` is where they said they are, two letters.
        """
        language = choose_language(chosen=chosen, guess=identify(text), last=last)
        turn, after = await self.engine.turn(
            text, tracker=tracker, language=language, first_contact=first_contact, country=country, hint=hint(text)
        )
        wording = self.content.wording().reading(turn.reads)
        bubbles = render(turn.replies, wording, tag=turn.language, today=datetime.now(UTC).date())
        parts = fit(bubbles, channel, wording.register.get(turn.language).fold)
        return Answered(turn=turn, parts=parts, tracker=after)
