"""Replies that change what the next message means: an article that is opened, a list that is shown."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.base import Said, say
from bot.actions.memory import Choosing, Memory
from bot.replies import ArticlePart, Topics
from bot.wire import Note


def open_article(slug: str, memory: Memory, note: Note) -> Said:
    """Send the short answer and make it what MORE and SOURCES are about."""
    memory = replace(memory, article=slug, part=0, told=1, others=(), feedback=None)
    return Said(memory=memory, replies=(ArticlePart(slug=slug),), note=replace(note, article=slug))


def offer_topics(intro: str, slugs: tuple[str, ...], memory: Memory, note: Note) -> Said:
    """Send a numbered list and make it what a number is about."""
    memory = memory.with_list(Choosing.TOPIC, slugs)
    return Said(memory=memory, replies=(Topics(intro=intro, slugs=slugs),), note=note)


def same_answer(memory: Memory, parts: int, note: Note) -> Said:
    """The answer that was just given is right again: once MORE of it, then only a person can say it better."""
    unread = memory.part + 1 < parts
    key = "utter_same_answer" if memory.told == 1 and unread else "utter_same_answer_person"
    return replace(say(key, replace(memory, told=memory.told + 1)), note=replace(note, article=memory.article))


def followed_by(first: Said, second: Said) -> Said:
    """Two things said in one turn; the second knew what the first had remembered."""
    return Said(memory=second.memory, replies=(*first.replies, *second.replies), note=first.note)
