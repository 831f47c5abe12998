"""Rasa's words: there are none. A response `utter_x` becomes its key; `locales.phrases` turns keys into sentences."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import TurnError
from bot.replies import Phrase
from bot.wire import reply_to_json
from locales.sentences import SENTENCES


class KeyGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """Rasa builds it from endpoints.yml with arguments that it does not need."""

    def __init__(self, **_: Any) -> None:
        super().__init__()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """Raises TurnError for a key without a sentence."""
        del tracker, output_channel
        if utter_action not in SENTENCES:
            raise TurnError(f"{utter_action!r} has no sentence in locales/sentences.py")
        return {"custom": reply_to_json(Phrase(key=utter_action, params=kwargs.get("params") or {}))}
