"""The dialogue as one function: a message and the conversation so far in, replies in keys and the conversation out.

Everything of Rasa that the gateway needs is behind `Engine`. A turn reads and writes nothing but its arguments,
so turns of different people may run at the same time; the order of one person's turns is the caller's.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, Self

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain

from bot.answers import Answers
from bot.errors import TurnError
from bot.in_process import InProcessActions, LoudProcessor, lay_out_weights, replace_slow_parts
from bot.nlg import KeyGenerator
from bot.nlu.commands import understand
from bot.nlu.components import OPINION
from bot.nlu.languages import AWAITED, HINT, VOICE
from bot.quiet import quiet
from bot.replies import WELCOME, Decision, Phrase, Turn
from bot.tracker_store import CONVERSATION, OneTurnStore, to_bytes
from bot.wire import Note, note_from_json, reply_from_json
from locales.hint import Hint

#: More than one long message; what comes after cannot change what it is about.
LONGEST_TEXT: Final = 1600
#: Stands for a message without any character.
NOTHING: Final = "?"


class Engine:
    """A trained model with its actions; holds nothing that belongs to one person."""

    def __init__(self, processor: LoudProcessor, answers: Answers) -> None:
        self._processor = processor
        self._answers = answers

    @classmethod
    def load(cls, model: Path, *, answers: Answers) -> Self:
        """Takes seconds; raises Rasa's ModelNotFound when there is no such model."""
        replace_slow_parts()
        with quiet():
            processor = LoudProcessor(
                model_path=str(model),
                # Replaced in every turn.
                tracker_store=OneTurnStore(Domain.empty(), None),
                lock_store=InMemoryLockStore(),
                generator=KeyGenerator(),
                action_endpoint=InProcessActions(answers),
            )
        lay_out_weights(processor)
        return cls(processor, answers)

    def with_answers(self, answers: Answers) -> Engine:
        """The same model with another search, without loading it again."""
        processor = copy.copy(self._processor)
        processor.action_endpoint = InProcessActions(answers)
        return Engine(processor, answers)

    async def turn(
        self,
        text: str,
        *,
        tracker: bytes | None,
        language: str,
        first_contact: bool = False,
        country: str | None = None,
        button: str | None = None,
        hint: Hint | None = None,
        voice: bool = False,
    ) -> tuple[Turn, bytes]:
        """What to say to `text`, and the conversation to store.

        `tracker` is what the last turn returned, None at first; with `first_contact` it is not looked at.
        `button` is the payload of a button that was pressed, a command word or a number; it counts instead of `text`.
        `hint`: the message looks as if it was in an Indigenous language. `voice`: it was spoken, so there is no text.
        Raises TurnError or TrackerError; then nothing was decided and the turn may be tried again.
        """
        processor = self._for_one_turn(None if first_contact else tracker)
        channel = CollectingOutputChannel()
        words = _readable(button or text)
        opinion = None if understand(words) else await self._answers.opinion(words)
        message = UserMessage(
            words,
            channel,
            CONVERSATION,
            metadata={
                "language": language,
                "country": country,
                "first_contact": first_contact,
                OPINION: asdict(opinion) if opinion else None,
                HINT: asdict(hint) if hint else None,
                VOICE: voice,
                AWAITED: processor.tracker_store.slot("choosing"),
            },
        )
        await processor.handle_message(message)
        if processor.failure is not None:
            raise TurnError("an action failed") from processor.failure
        after = processor.tracker_store.tracker
        intent = str(after.latest_message.intent.get("name"))
        turn = replace(_turn(channel.messages, intent, language), reads=after.get_slot("reads"))
        return _gently(turn) if opinion and opinion.past else turn, to_bytes(after)

    def _for_one_turn(self, tracker: bytes | None) -> LoudProcessor:
        """Model, actions and words are shared; the conversation is not."""
        processor = copy.copy(self._processor)
        processor.failure = None
        processor.tracker_store = OneTurnStore(processor.domain, tracker)
        processor.on_circuit_break = _raise_endless
        return processor


def _readable(text: str) -> str:
    """A leading slash would be read by Rasa as an intent, `/restart` included."""
    return text[:LONGEST_TEXT].lstrip("/ \t\r\n") or NOTHING


def _raise_endless(*_: Any) -> None:
    raise TurnError("the rules go on without end")


def _gently(turn: Turn) -> Turn:
    """Somebody told of violence that is over: a kind line first, after the welcome."""
    if turn.decision not in {Decision.ANSWER, Decision.OFFER, Decision.DECLINE}:
        return turn
    welcome = tuple(reply for reply in turn.replies if reply in WELCOME)
    rest = turn.replies[len(welcome) :]
    return replace(turn, replies=(*welcome, Phrase(key="utter_gentle_line"), *rest)) if rest else turn


def _turn(messages: list[Mapping[str, Any]], intent: str, language: str) -> Turn:
    bodies = [message["custom"] for message in messages]
    notes = [note for body in bodies if (note := note_from_json(body)) is not None]
    if len(notes) > 1:
        raise TurnError(f"{len(notes)} actions answered one message")
    # After STOP an action says nothing, not even what it is.
    note = notes[0] if notes else Note()
    return Turn(
        replies=tuple(reply_from_json(body) for body in bodies if "note" not in body),
        intent=intent,
        decision=note.decision,
        language=note.language or language,
        article=note.article,
        candidates=note.candidates,
        effects=note.effects,
        chosen_language=note.language,
        country=note.country,
        other_language=note.other_language,
        town=note.town,
    )
