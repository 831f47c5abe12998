"""What there is for who speaks an Indigenous language: the interpreter card, rights in the language, a person."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from bot.actions.answer import Answer
from bot.actions.base import Action, Heard, Said
from bot.actions.lists import offer_topics
from bot.actions.memory import Choosing, Memory
from bot.actions.rights import GENERAL, general_rights, right_of
from bot.replies import Card, Choices, Decision, Phrase, Right
from bot.wire import Note
from locales.languages import Level, Register

#: What a number of the list for speakers stands for, and the sentence that says it.
OPTIONS: Final = {"card": "utter_option_card", "right": "utter_option_right", "human": "utter_option_human"}
MOST_TOPICS: Final = 3


@cache
def register() -> Register:
    return Register.load()


def indigenous(tag: str) -> bool:
    """Whether `tag` is a language in which we do not answer."""
    return register().get(tag).level is not Level.FULL


def spoken_name(heard: Heard, memory: Memory) -> str | None:
    """What we call the language that the person speaks; None for Spanish and English."""
    if memory.other_language is not None:
        return memory.other_language
    return register().get(heard.language).label if indigenous(heard.language) else None


def offered_to_speaker(name: str, tag: str | None, memory: Memory) -> Said:
    """What there is for a speaker, by number; in words where topics that the message may be about have the numbers."""
    has_rights = tag is not None and bool(general_rights(tag))
    if memory.waiting:
        return _noted_with_topics(name, memory, has_rights=has_rights)
    options = tuple(option for option in OPTIONS if option != "right" or has_rights)
    choices = Choices(
        intro="utter_noted_language" if tag else "utter_noted_other_language",
        options=tuple(OPTIONS[option] for option in options),
        params={"language": name},
    )
    return Said(memory=memory.with_list(Choosing.FOR_SPEAKERS, options), replies=(choices,))


def _noted_with_topics(name: str, memory: Memory, *, has_rights: bool) -> Said:
    slugs, memory = memory.waiting[:MOST_TOPICS], replace(memory, waiting=(), waiting_sure=False)
    key = "utter_noted_language_rights" if has_rights else "utter_noted_language_words"
    said = offer_topics("utter_offer", slugs, memory, Note(decision=Decision.OFFER))
    return replace(said, replies=(Phrase(key=key, params={"language": name}), *said.replies))


def show_card(heard: Heard, memory: Memory) -> Said:
    tag = heard.language if indigenous(heard.language) and memory.other_language is None else None
    card = Card(tag=tag, name=memory.other_language or "", town=memory.town or "")
    return Said(memory=memory, replies=(card,))


class ShowCard(Action):
    """The interpreter card; of which language has to be known."""

    def name(self) -> str:
        return "action_card"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if spoken_name(heard, memory) is None:
            # Late, since the list of languages offers the card.
            from bot.actions.language import show_languages  # noqa: PLC0415

            return show_languages(memory, heard.reads, "utter_language_for_card")
        return show_card(heard, memory)


def show_right(heard: Heard, memory: Memory) -> Said | None:
    """The right that belongs to the open topic, or a list of some; None where there is no text in the language."""
    if memory.article and right_of(heard.language, memory.article) is not None:
        return tell_right(memory.article, memory, heard.language)
    topics = general_rights(heard.language)
    if not topics:
        return None
    memory = memory.with_list(Choosing.RIGHT, topics)
    return Said(
        memory=memory, replies=(Choices(intro="utter_rights", options=tuple(GENERAL[each] for each in topics)),)
    )


def tell_right(topic: str, memory: Memory, tag: str) -> Said:
    """Also noted as told, so that it does not come by itself before an answer as well."""
    memory = replace(memory, rights=tuple(dict.fromkeys((*memory.rights, str(right_of(tag, topic))))))
    return Said(memory=memory, replies=(Right(topic=topic, town=memory.town or ""),), note=Note(article=memory.article))


class ShowRight(Answer):
    """What the Universal Declaration says, in the person's language; without such a text a question like any other."""

    def name(self) -> str:
        return "action_right"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        return show_right(heard, memory) or await super().act(heard, memory)


class VoiceNote(Action):
    """We cannot hear it: honest, and two numbers for who does not write."""

    def name(self) -> str:
        return "action_voice_note"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        del heard
        choices = Choices(intro="utter_voice_note", options=("utter_option_human", "utter_option_language"))
        return Said(memory=memory.with_list(Choosing.VOICE, ("human", "language")), replies=(choices,))
