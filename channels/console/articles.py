"""Knowledge: every article, how it stands and how it does; one article as a phone shows it; a question to try.

Nothing is changed here: the folder of articles stays the truth, and its editors' commands the way to change it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Form, Response

from channels.console import few
from channels.console.names import Names
from channels.console.pages import Pages, nothing_here
from channels.console.reading import Reading
from channels.console.roles import May
from channels.console.visit import Visiting
from channels.errors import SearchUnavailable
from channels.journal.figures import Measure, Period
from channels.message import Channel
from channels.preview import seen
from channels.prices import price_on
from channels.render import Wording
from channels.trial import Trial, trial
from knowledge.article import Article
from knowledge.digest import is_signed
from knowledge.problems import Problem
from knowledge.served import Serving, serving
from knowledge.slugs import load_slugs
from knowledge.workshop.stale import Stale, stale

#: What of an article's work list is said elsewhere on the page.
SAID_ELSEWHERE = {"unsigned", "soon"}

pages = Pages()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One article in the list."""

    article: Article
    serving: Serving
    signed: bool
    #: Days until its review is due; negative when that is past.
    days_left: int
    #: How often it was told, and people's thumbs; None where few people are behind the number.
    told: float | None
    good: float | None
    bad: float | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def needs_somebody(self) -> bool:
        return bool(self.serving is not Serving.FULL or self.errors or self.days_left < 0)


def states(wording: Wording, problems: Sequence[Problem], period: Period | None, today: date) -> tuple[State, ...]:
    """Every article in service, in the order of the menus."""
    told = _may_be_shown(period, Measure.SERVED)
    good, bad = _may_be_shown(period, Measure.LIKED), _may_be_shown(period, Measure.DISLIKED)
    return tuple(
        State(
            article=article,
            serving=serving(article, today=today, allow_unsigned=wording.allow_unsigned),
            signed=is_signed(article),
            days_left=(article.review_by - today).days,
            told=told.get(slug, 0.0),
            good=good.get(slug, 0.0),
            bad=bad.get(slug, 0.0),
            problems=tuple(problem for problem in problems if problem.slug == slug),
        )
        for slug, article in wording.library.articles.items()
    )


def _may_be_shown(period: Period | None, measure: Measure) -> Mapping[str, float | None]:
    if period is None:
        return {}
    numbers = period.of(measure)
    parts = few.parts(numbers, few.added(numbers.values()))
    return {key: float(parts.shown[key].number) if key in parts.shown else None for key in numbers}


@pages.get("/knowledge", may=May.WATCH, nav="console_nav_knowledge")
async def knowledge(visit: Visiting, only: str = "") -> Response:
    """`only` is `attention` for what needs somebody."""
    reading, wording = visit.console.reading, visit.console.wording()
    problems = await asyncio.to_thread(reading.checked)
    period = await visit.ask(reading.figures.period, reading.month)
    everything = states(wording, problems, period, reading.now().date())
    in_service = {state.article.slug for state in everything}
    return visit.page(
        "knowledge.html",
        groups=grouped([state for state in everything if only != "attention" or state.needs_somebody]),
        number=len(everything),
        attention=sum(state.needs_somebody for state in everything),
        unsigned=sum(not state.signed for state in everything),
        # Of articles that were never in service since the start there is nothing else to show.
        absent=[problem for problem in problems if problem.slug not in in_service],
        held=reading.content.live.problems,
        only=only,
        days=reading.month,
        searches=reading.content.searches,
        names=Names(wording=wording, tag=visit.tag),
        Serving=Serving,
    )


def grouped(chosen: Sequence[State]) -> list[tuple[Mapping[str, str], list[State]]]:
    """By the groups of the menus, with each group's names; empty groups left out."""
    by_slug = {state.article.slug: state for state in chosen}
    groups = [
        (group.names, [by_slug.pop(slug) for slug in group.slugs if slug in by_slug]) for group in load_slugs().groups
    ]
    return [
        (names, members) for names, members in (*groups, ({"en": "…", "es": "…"}, list(by_slug.values()))) if members
    ]


@pages.get("/knowledge/{slug}", may=May.WATCH)
async def one(visit: Visiting, slug: str, tongue: str = "", channel: str = "sms") -> Response:
    """The article as a phone shows it in the language `tongue`."""
    reading, wording = visit.console.reading, visit.console.wording()
    article = wording.library.get(slug)
    if article is None:
        return nothing_here(visit)
    problems = await asyncio.to_thread(reading.checked)
    period = await visit.ask(reading.figures.period, reading.month)
    today = reading.now().date()
    (state,) = (each for each in states(wording, problems, period, today) if each.article is article)
    tongue = next(tag for tag in (tongue, visit.tag, *article.words) if tag in article.words)
    chosen = Channel.WHATSAPP if channel == Channel.WHATSAPP else Channel.SMS
    price = price_on(chosen)
    bubbles = seen(slug, wording, channel=chosen, tag=tongue, today=today)
    return visit.page(
        "article.html",
        state=state,
        article=article,
        tongue=tongue,
        channel=chosen,
        bubbles=[(bubble, price.of(bubble.part)) for bubble in bubbles],
        price=price,
        work=work_left(article, today),
        days=reading.month,
        names=Names(wording=wording, tag=visit.tag),
        Serving=Serving,
    )


def work_left(article: Article, today: date) -> list[Stale]:
    return [each for each in stale([article], today) if each.why not in SAID_ELSEWHERE]


@pages.post("/knowledge/try", may=May.WATCH)
async def try_question(
    visit: Visiting,
    question: Annotated[str, Form(max_length=500)] = "",
    tongue: Annotated[str, Form(max_length=10)] = "es",
    channel: Annotated[str, Form(max_length=10)] = "sms",
) -> Response:
    """A form, since a question must stand in no address; nothing of it is kept."""
    reading = visit.console.reading
    tongue = tongue if tongue in visit.console.wording().register.chain(tongue)[:1] else "es"
    chosen = Channel.WHATSAPP if channel == Channel.WHATSAPP else Channel.SMS
    tried = await asyncio.to_thread(tried_out, reading, question, chosen, tongue)
    return visit.page(
        "try.html",
        question=question,
        tongue=tongue,
        channel=chosen,
        tried=tried,
        names=Names(wording=visit.console.wording(), tag=visit.tag),
    )


def tried_out(reading: Reading, question: str, channel: Channel, tag: str) -> Trial | None:
    """None for an empty question, and where nothing can be searched."""
    if not question.strip():
        return None
    try:
        return trial(question, reading.content, channel=channel, tag=tag, today=reading.now().date())
    except SearchUnavailable:
        return None
