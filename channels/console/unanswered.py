"""Unanswered: what people asked and we had no good answer for, by what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fastapi import Response

from channels.console.grouping import Group, Grouped
from channels.console.names import Names
from channels.console.pages import Pages
from channels.console.roles import May
from channels.console.visit import Visiting
from channels.journal.unanswered import Asked, Why
from knowledge.normalise import fold
from knowledge.workshop.proposals import proposals

#: Groups on a page, and different wordings shown of each.
AT_A_TIME, EXAMPLES = 20, 4

pages = Pages()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    sid: str
    language: str
    text: str = field(repr=False)
    #: What was told instead.
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A group as the page has it."""

    group: Group
    examples: tuple[Example, ...]
    languages: Sequence[tuple[str, int]]
    why: Sequence[tuple[str, int]]


@pages.get("/unanswered", may=May.WATCH, nav="console_nav_unanswered")
async def unanswered(visit: Visiting, speaks: str = "", why: str = "", page: int = 1) -> Response:
    """`speaks` is a language, `why` one of Why; empty for all."""
    reading = visit.console.reading
    asked = await visit.ask(reading.asked)
    everything = await visit.ask(reading.grouping.of, asked)
    grouped = of_those(everything, speaks=speaks, why=why)
    page = max(1, page)
    chosen = grouped[(page - 1) * AT_A_TIME : page * AT_A_TIME]
    texts = await visit.ask(reading.unanswered.texts, [each.sid for group in chosen for each in few_of(group)])
    await visit.record("read_unanswered")
    return visit.page(
        "unanswered.html",
        shown=[shown(group, texts) for group in chosen],
        pending=everything.pending,
        searches=reading.content.searches,
        total=len(asked),
        asked_in=Counter(each.language for each in asked).most_common(),
        speaks=speaks,
        why=why,
        whys=list(Why),
        days=reading.month,
        page_number=page,
        more=len(grouped) > page * AT_A_TIME,
        waiting=len(await visit.ask(proposals, reading.proposals)),
        names=Names(wording=visit.console.wording(), tag=visit.tag),
    )


def of_those(everything: Grouped, *, speaks: str, why: str) -> list[Group]:
    """The groups with only the questions that were chosen; those that have none left go."""
    kept = [
        replace(
            group, asked=tuple(each for each in group.asked if speaks in {"", each.language} and why in {"", each.why})
        )
        for group in everything.groups
    ]
    return sorted((group for group in kept if group.asked), key=lambda group: group.size, reverse=True)


def few_of(group: Group) -> tuple[Asked, ...]:
    """More than are shown, since several may say the same."""
    return group.asked[: EXAMPLES * 2]


def shown(group: Group, texts: Mapping[str, str]) -> Shown:
    different: dict[str, Example] = {}
    for each in few_of(group):
        text = texts.get(each.sid)
        if text:
            example = Example(sid=each.sid, language=each.language, text=text, article=each.article)
            different.setdefault(fold(text), example)
    return Shown(
        group=group,
        examples=tuple(different.values())[:EXAMPLES],
        languages=Counter(each.language for each in group.asked).most_common(),
        why=Counter(str(each.why) for each in group.asked).most_common(),
    )
