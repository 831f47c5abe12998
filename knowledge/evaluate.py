"""How good search and decisions are, from questions with known answers: the figures of `rumbo evaluate`.

Pure functions over judged answers. Rates are 0–1, or None where nothing was counted. A hit is the question's `topic`
or any of its `also`. Urgent questions count under "urgent" alone: no search happens for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.questions import Question

#: (text, language tag) to the record that `rumbo ask --json` prints; "decision" and "candidates" are read.
Ask = Callable[[str, str], Mapping[str, Any]]
Figures = dict[str, Any]

FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question and what was answered."""

    question: Question
    decision: str
    #: Slugs, best first.
    found: tuple[str, ...]
    #: The score of the best; only compared, never added.
    score: float
    milliseconds: float

    @property
    def rank(self) -> int | None:
        """0 for a first place; None when no right article was found."""
        return next((place for place, slug in enumerate(self.found) if slug in self.question.right), None)


def put(questions: Iterable[Question], ask: Ask, clock: Callable[[], float] = time.perf_counter) -> tuple[Judged, ...]:
    """Ask every question once, one after the other."""
    return tuple(_put(question, ask, clock) for question in questions)


def _put(question: Question, ask: Ask, clock: Callable[[], float]) -> Judged:
    start = clock()
    record = ask(question.text, question.lang)
    milliseconds = (clock() - start) * 1000
    candidates = record.get("candidates") or []
    return Judged(
        question=question,
        decision=str(record["decision"]),
        found=tuple(candidate["article"] for candidate in candidates),
        score=float(candidates[0]["score"]) if candidates else 0.0,
        milliseconds=milliseconds,
    )


def figures(judged: Sequence[Judged]) -> Figures:
    """The whole JSON object of `rumbo evaluate --json`."""
    languages = sorted({one.question.lang for one in judged})
    times = [one.milliseconds for one in judged]
    return {
        "n": len(judged),
        **_parts(judged),
        "by_language": {
            tag: {"n": len(part), **_parts(part)}
            for tag in languages
            for part in [[one for one in judged if one.question.lang == tag]]
        },
        "ms_per_question": {"p50": _quantile(times, 0.5), "p95": _quantile(times, 0.95)},
    }


def _parts(judged: Sequence[Judged]) -> Figures:
    calm = [one for one in judged if not one.question.urgent]
    return {
        "in_scope": _in_scope([one for one in calm if one.question.in_scope]),
        "out_of_scope": _out_of_scope([one for one in calm if not one.question.in_scope]),
        "urgent": _urgent([one for one in judged if one.question.urgent], calm),
    }


def _in_scope(judged: Sequence[Judged]) -> Figures:
    answered = [one for one in judged if one.decision == "answer"]
    offered = [one for one in judged if one.decision == "offer"]
    return {
        "n": len(judged),
        **ranking(judged),
        "answered": _rate([one.decision == "answer" for one in judged]),
        "answered_precision": _rate([one.rank == 0 for one in answered]),
        "offered": _rate([one.decision == "offer" for one in judged]),
        "offered_contains": _rate([one.rank is not None and one.rank < FIRST for one in offered]),
        "declined": _rate([one.decision == "decline" for one in judged]),
    }


def ranking(judged: Sequence[Judged]) -> Figures:
    """Recall at one and three, and the mean reciprocal rank."""
    return {
        "recall_at_1": _rate([one.rank == 0 for one in judged]),
        "recall_at_3": _rate([one.rank is not None and one.rank < FIRST for one in judged]),
        "mrr": _rate([0.0 if one.rank is None else 1 / (1 + one.rank) for one in judged]),
    }


def separation(judged: Sequence[Judged]) -> float | None:
    """How probable it is that an in-scope question scores above an out-of-scope one (area under the ROC curve)."""
    calm = [one for one in judged if not one.question.urgent]
    ours = np.array([one.score for one in calm if one.question.in_scope])
    others = np.array([one.score for one in calm if not one.question.in_scope])
    if not len(ours) or not len(others):
        return None
    above = (ours[:, None] > others).mean() + (ours[:, None] == others).mean() / 2
    return round(float(above), 4)


def _out_of_scope(judged: Sequence[Judged]) -> Figures:
    return {"n": len(judged), "answered": _rate([one.decision == "answer" for one in judged])}


def _urgent(urgent: Sequence[Judged], calm: Sequence[Judged]) -> Figures:
    return {
        "n": len(urgent),
        "recall": _rate([one.decision == "urgent" for one in urgent]),
        "false_alarms": _rate([one.decision == "urgent" for one in calm]),
    }


def _rate(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _quantile(values: Sequence[float], share: float) -> float | None:
    return round(float(np.quantile(values, share)), 2) if values else None
