"""The pipeline's own steps, in the order of config.yml. Each one may overrule the steps before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.commands import understand
from bot.nlu.danger import Dangers
from knowledge.danger.opinion import GENERAL
from locales.plain import plain

#: Little words of Spanish and English. Where fewer than two of them stand, what was learned says nothing: the message
#: is in another language, and letters alone look like anything.
_SPANISH = "me mi mis nos se lo la las los el un una de del que y no ya con sin por para esta estan estoy tengo hay"
_ENGLISH = "i im my we he she they the is are a to us and have has not our his her of with"
LITTLE_WORDS = frozenset(f"{_SPANISH} {_ENGLISH}".split(" "))
ASK = "ask"
URGENT = "urgent"
ILLEGAL = "illegal_help"
#: Step 1 of the pipeline took the message for nothing that people say every day.
NOT_COMMON = frozenset({ASK, "out_of_scope", URGENT})
#: Under this name the engine adds an `Opinion` to a message's metadata.
OPINION = "opinion"


class _Step(GraphComponent):  # type: ignore[misc]
    """Looks at each message once it has a first opinion; learns nothing."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> Self:
        del model_storage, resource, context
        return cls(config)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Self:
        return cls.create(config, model_storage, resource, execution_context)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.look_at(message)
        return messages

    def look_at(self, message: Message) -> None:
        raise NotImplementedError


def _whole_words(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _decide(message: Message, intent: str, **entities: str) -> None:
    message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
    found = [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()]
    message.set(ENTITIES, found, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AskUnlessSure(_Step):
    """Turns an unsure or long message into a question: the search knows better what it is about.

    `needs` names the intents that nobody may be given without one of these words, whatever was learned; `plainly` those
    that these words are enough for, however long the message is.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._needed = {intent: _whole_words(words) for intent, words in config["needs"].items()}
        self._plainly = {intent: _whole_words(words) for intent, words in config["plainly"].items()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        by_intent: dict[str, Any] = {"stricter": {}, "needs": {}, "plainly": {}}
        return {"at_least": 0.5, "words_at_most": 7, "whatever_length": [URGENT], **by_intent}

    def look_at(self, message: Message) -> None:
        said = plain(str(message.get(TEXT) or ""))
        plainly = next((intent for intent, words in self._plainly.items() if words.search(said)), None)
        if plainly is not None:
            _decide(message, plainly)
            return
        opinion = message.get(INTENT) or {}
        confidence = float(opinion.get("confidence") or 0.0)
        words = len(str(message.get(TEXT) or "").split())
        if opinion.get("name") in self.config["whatever_length"]:
            words = 0
        needed = self._needed.get(opinion.get("name"))
        if needed is not None and not needed.search(plain(str(message.get(TEXT) or ""))):
            confidence = 0.0
        at_least = self.config["stricter"].get(opinion.get("name"), self.config["at_least"])
        if confidence < at_least or words > self.config["words_at_most"]:
            _decide(message, ASK)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class KeywordClassifier(_Step):
    """Recognises commands, numbers and names of languages."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        # A mistake in the registers shows when the model is loaded, not with the first message.
        understand("")

    def look_at(self, message: Message) -> None:
        if (understood := understand(str(message.get(TEXT) or ""))) is not None:
            _decide(message, understood.intent, **understood.entities)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerClassifier(_Step):
    """Recognises that somebody is in danger now, and which kind of danger; and who asks for something unlawful.

    Where the message comes with a second opinion (`bot.answers.Answers.opinion`), that one decides with the patterns;
    without it the patterns and what step 1 of the pipeline learned.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"at_least": 0.6}

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._dangers = Dangers.load()

    def look_at(self, message: Message) -> None:
        text = str(message.get(TEXT) or "")
        opinion = (message.get(METADATA) or {}).get(OPINION)
        kind = self._second(text, opinion) if opinion else self._alone(text, message)
        intent = (message.get(INTENT) or {}).get("name")
        if kind is not None:
            _decide(message, URGENT, danger=kind)
        elif opinion and opinion["illegal"] and intent in NOT_COMMON:
            _decide(message, ILLEGAL)
        elif intent == URGENT:
            _decide(message, ASK)

    def _second(self, text: str, opinion: Mapping[str, Any]) -> str | None:
        """Plain patterns alarm where the opinion is in doubt; whatever else they see has been weighed in it."""
        if opinion["kind"] is None:
            return None if opinion["calm"] else self._dangers.certain(text)
        return self._dangers.recognise(text) or str(opinion["kind"])

    def _alone(self, text: str, message: Message) -> str | None:
        kind = self._dangers.recognise(text)
        if kind is None and self._sounds_urgent(message) and not self._dangers.is_calm(text):
            return self._dangers.hinted(text) or GENERAL
        return kind

    def _sounds_urgent(self, message: Message) -> bool:
        """What was learned sees dangers that no pattern foresaw. It counts although another intent was likelier."""
        text = str(message.get(TEXT) or "")
        if understand(text) is not None or len(LITTLE_WORDS.intersection(plain(text).split())) < 2:
            return False
        opinions = message.get("intent_ranking") or []
        confidence = max((each["confidence"] for each in opinions if each["name"] == URGENT), default=0.0)
        return bool(confidence >= self.config["at_least"])
