"""What the Universal Declaration of Human Rights says beside an answer, in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bot.actions.memory import Memory
from bot.replies import ArticlePart, Reply, Right
from locales.rights import Rights

#: What people who migrate need most: topics that stand for it, and the sentences that name the right.
GENERAL: Final = {
    "us-asylum-how-to-apply": "utter_right_asylum",
    "us-know-your-rights-ice": "utter_right_detention",
    "finding-legal-help": "utter_right_law",
    "us-family-petition-i130": "utter_right_family",
    "work-visas-h2-rights": "utter_right_work",
}


@cache
def rights() -> Rights:
    return Rights.load()


def right_of(tag: str, topic: str) -> int | None:
    """The article of the Declaration that belongs to a topic, where there is a text in this language."""
    found = rights().right(tag, topic)
    return None if found is None else found.article


def general_rights(tag: str) -> tuple[str, ...]:
    return tuple(topic for topic in GENERAL if right_of(tag, topic) is not None)


def with_rights(replies: Sequence[Reply], memory: Memory, tag: str) -> tuple[tuple[Reply, ...], Memory]:
    """Each right before the first answer that it belongs to, once a session."""
    said: list[Reply] = []
    for reply in replies:
        if not isinstance(reply, ArticlePart) or reply.part or (number := right_of(tag, reply.slug)) is None:
            said.append(reply)
            continue
        if str(number) not in memory.rights:
            said.append(Right(topic=reply.slug, town=memory.town or "", asked=False))
            memory = replace(memory, rights=(*memory.rights, str(number)))
        said.append(replace(reply, has_right=True))
    return tuple(said), memory
