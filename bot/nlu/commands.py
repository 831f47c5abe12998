"""Which intent a command is; the words themselves are in `locales/commands.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from locales.commands import Command, Name, recognise
from locales.plain import plain

INTENTS: Mapping[Name, str] = {
    Name.MORE: "more",
    Name.SOURCES: "sources",
    Name.MENU: "menu",
    Name.LANGUAGE: "change_language",
    Name.HUMAN: "human",
    Name.HELP: "help",
    Name.STOP: "stop",
    Name.START: "start",
    Name.DELETE: "delete_data",
    Name.ALERT: "alert",
    Name.GUIDE: "guide",
    Name.CARD: "card",
    Name.RIGHT: "right",
    Name.NUMBER: "pick_number",
}

#: Signs that stand alone; words for the same belong into data/nlu, where misspellings are learned.
SIGNS: Mapping[str, str] = {
    "👍": "feedback_good",
    "👎": "feedback_bad",
    "🙏": "thanks",
    "❤": "thanks",
    "👋": "greet",
    "+": "more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An intent without doubt, with the entities that its action reads."""

    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


def understand(text: str) -> Understood | None:
    """The command or sign that `text` is, whole."""
    if (command := recognise(text)) is not None:
        return Understood(intent=INTENTS[command.name], entities=_entities(command))
    words = plain(text)
    if words in SIGNS:
        return Understood(intent=SIGNS[words])
    if not any(character.isalnum() for character in words):
        return Understood(intent="gibberish")
    return None


def _entities(command: Command) -> Mapping[str, str]:
    if command.number is not None:
        return {"number": str(command.number)}
    return {"language": command.language} if command.language else {}
