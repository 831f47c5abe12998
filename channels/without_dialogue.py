"""What needs no dialogue: what cannot be read, and everything while the dialogue engine is broken."""

from __future__ import annotations

from functools import cache

from bot.nlu.danger import Dangers
from bot.replies import WELCOME, Decision, Effect, Emergency, Phrase, Turn
from channels.message import Kind
from knowledge.danger.opinion import GENERAL
from locales.commands import Name, recognise

#: What cannot be read is answered with a sentence that says what can.
UNREADABLE = {Kind.MEDIA: "cannot_read_media", Kind.LOCATION: "cannot_read_location", Kind.EMPTY: "cannot_read_empty"}
#: Commands that need no dialogue: what they do, and the sentence that confirms it.
_COMMANDS: dict[Name, tuple[frozenset[Effect], str]] = {
    Name.STOP: (frozenset({Effect.STOP}), "utter_stopped"),
    Name.START: (frozenset({Effect.START}), "utter_started"),
    Name.DELETE: (frozenset({Effect.ERASE}), "utter_deleted"),
    Name.HUMAN: (frozenset({Effect.HANDOFF}), "utter_human"),
    Name.HELP: (frozenset(), "utter_help"),
}


@cache
def dangers() -> Dangers:
    return Dangers.load()


def turn_without_dialogue(text: str, language: str, country: str | None = None) -> Turn:
    """The turn for `text` when only tables are left to decide by."""
    command = recognise(text)
    if command is not None and command.name in _COMMANDS:
        effects, key = _COMMANDS[command.name]
        return Turn(
            replies=(Phrase(key=key),),
            intent=command.name.value,
            decision=Decision.COMMAND,
            language=language,
            effects=effects,
        )
    danger = dangers().recognise(text)
    if danger is not None:
        return Turn(
            replies=(Emergency(kind=danger, country=country),),
            intent="danger",
            decision=Decision.URGENT,
            language=language,
            effects=frozenset({Effect.ALARM}),
        )
    return Turn(
        replies=(Phrase(key="something_broke"), Emergency(kind=GENERAL, country=country)),
        intent="unavailable",
        decision=Decision.DECLINE,
        language=language,
        effects=frozenset({Effect.HANDOFF}),
    )


def unreadable(kind: Kind, language: str, *, first_contact: bool) -> Turn:
    welcome = WELCOME if first_contact else ()
    return Turn(
        replies=(*welcome, Phrase(key=UNREADABLE[kind])),
        intent="unreadable",
        decision=Decision.COMMAND,
        language=language,
    )
