"""`rumbo knowledge try`: a question put to the folder as it is on disk, before anybody else can hear the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.nlu.commands import understand
from bot.nlu.danger import Dangers
from bot.replies import ArticlePart, Phrase, Reply, Topics
from channels.content import Content
from channels.fit import fit
from channels.message import Channel
from channels.preview import Seen
from channels.render import render
from knowledge.decide import Candidate, Decision
from knowledge.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    decision: Decision
    #: Best first.
    candidates: tuple[Candidate, ...]
    bubbles: tuple[Seen, ...]
    #: Why articles of the folder are held back and cannot be found.
    problems: tuple[Problem, ...]
    #: What the dialogue makes of the message without a search: a command or a kind of danger; None for a question.
    caught: str | None


def trial(question: str, content: Content, *, channel: Channel, tag: str, today: date) -> Trial:
    """What the search decides and what the person would read; `content` has read the folder a moment ago."""
    outcome = content.outcome(question)
    wording = content.wording()
    folds = wording.register.get(tag).fold
    replies = _replies(outcome.decision, tuple(each.slug for each in outcome.candidates))
    parts = fit(render(tuple(replies), wording, tag=tag, today=today), channel, folds)
    return Trial(
        decision=outcome.decision,
        candidates=outcome.candidates,
        bubbles=tuple(Seen(asked="", part=part) for part in parts),
        problems=content.live.problems,
        caught=_caught(question, content),
    )


def _replies(decision: Decision, slugs: tuple[str, ...]) -> Iterator[Reply]:
    if decision is Decision.ANSWER:
        yield ArticlePart(slug=slugs[0])
    elif decision is Decision.OFFER:
        yield Topics(intro="utter_offer", slugs=slugs)
    else:
        yield Phrase(key="utter_not_found")


def _caught(question: str, content: Content) -> str | None:
    """In the dialogue's order: commands, danger by patterns or by the second opinion, what is unlawful."""
    if understood := understand(question):
        return understood.intent
    opinion = content.judged(question)
    if danger := Dangers.load().recognise(question) or (opinion and opinion.kind):
        return f"danger ({danger})"
    return "illegal_help" if opinion and opinion.illegal else None
