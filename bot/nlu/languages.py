"""What a message is because of its language, or because a name was asked for: the last step of the pipeline.

Commands and danger stay what they are. Nothing is learned here: the gateway says how the message looks
(`locales.hint`), and the conversation says what was asked for.
"""

from __future__ import annotations

import re
from typing import Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.commands import understand
from bot.nlu.components import URGENT, _decide, _Step
from locales.plain import plain

#: Names of what the engine adds to a message's metadata.
HINT, VOICE, AWAITED = "hint", "voice", "awaited"
#: What a name was asked for (`bot.actions.memory.Choosing`).
TOWN, OTHER_LANGUAGE = "town", "other_language"
#: Longer messages are no name.
MOST_WORDS: Final = 7
#: A message with one of these words asks or tells something else.
_SPANISH: Final = (
    "que cual como cuanto cuanta cuando donde quien porque quiero puedo puede necesito tengo hay me mi mis ya estoy"
)
_ENGLISH: Final = "how what which when where who why can do does is are my i want need have help"
NOT_IN_NAMES: Final = frozenset(f"{_SPANISH} {_ENGLISH}".split(" "))
#: What people answer instead of a name. What was learned says nothing here: it takes Todos Santos for a goodbye.
NO_NAMES: Final = frozenset(
    {"no", "no se", "no gracias", "nada", "ninguno", "si", "ok", "gracias", "hola", "adios"}
    | {"no thanks", "i dont know", "yes", "thanks", "thank you", "hello", "bye"}
)


#: What people write around the name of a town or a language.
_AROUND: Final = re.compile(
    r"^(?:(?:yo )?(?:soy|vengo|somos|venimos) (?:de )?|(?:yo )?hablo |de |del |en |i am from |i'm from |from |i speak |"
    r"(?:mi )?(?:pueblo|idioma|lengua)(?: es)? |municipio(?: de)? )+",
    re.IGNORECASE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageClassifier(_Step):
    """Recognises a voice note, the name that was asked for, and a message in another language."""

    def look_at(self, message: Message) -> None:
        about = message.get(METADATA) or {}
        text = str(message.get(TEXT) or "")
        intent = (message.get(INTENT) or {}).get("name")
        if about.get(VOICE):
            _decide(message, "voice_note")
        elif intent == URGENT:
            return
        elif about.get(AWAITED) in (TOWN, OTHER_LANGUAGE) and is_name(text, about[AWAITED]):
            _decide(message, "name_given")
        elif about.get(HINT) and understand(text) is None:
            _decide(message, "other_language")


def bare_name(text: str) -> str:
    """Without what people write around a name: "soy de Todos Santos." is Todos Santos."""
    whole = " ".join(text.split())
    return _AROUND.sub("", whole).strip(' .,;:!"') or whole


def is_name(text: str, awaited: str) -> bool:
    """Whether `text` can be the name of a town or of a language. Towns are called like languages: Quiché, Ixil."""
    words = plain(bare_name(text)).split()
    if len(words) > MOST_WORDS or "?" in text or NOT_IN_NAMES.intersection(words):
        return False
    understood = understand(text)
    if understood is None:
        return plain(text) not in NO_NAMES
    return awaited == TOWN and understood.intent == "change_language" and "language" in understood.entities
