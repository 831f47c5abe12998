"""The figures of `rumbo evaluate`."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from knowledge.baselines import compare
from knowledge.calibrate import DECLINED, FALSE_ANSWERS, PRECISION
from knowledge.decide import FEATURES, Calibration, decide
from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.evaluate import Judged, figures, put, separation
from knowledge.evaluation_report import put_with_progress, show, show_baselines
from knowledge.folder import ARTICLES
from knowledge.library import Library
from knowledge.questions import Question, read_questions
from knowledge.search import SearchIndex
from knowledge.testing import LetterEncoder, small_library

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"


def judged(decision: str, *found: str, lang: str = "es", score: float = 0.5, **question: Any) -> Judged:
    filled = {"id": "1", "lang": lang, "text": "?", "topic": "fees", **question}
    return Judged(question=Question(**filled), decision=decision, found=found, score=score, milliseconds=4.0)


CASES = (
    judged("answer", "fees", "lawyer", "detained"),
    judged("answer", "lawyer", "fees", "detained"),
    judged("answer", "lawyer", also=("lawyer",)),
    judged("offer", "detained", "lawyer", "fees", lang="en"),
    judged("offer", "detained", "lawyer", "deadlines"),
    judged("decline", "detained", "lawyer", "deadlines"),
    judged("answer", "fees", topic=None, in_scope=False),
    judged("decline", topic=None, in_scope=False),
    judged("urgent", urgent=True),
    judged("offer", "fees", urgent=True),
    judged("urgent", topic=None, in_scope=False, lang="en"),
)


def test_figures_count_what_design_names() -> None:
    """Every figure of the contract, by hand from eleven answers."""
    measured = figures(CASES)

    assert measured["n"] == 11
    assert measured["in_scope"] == {
        "n": 6,
        "recall_at_1": 0.3333,
        "recall_at_3": 0.6667,
        "mrr": round((1 + 1 / 2 + 1 + 1 / 3) / 6, 4),
        "answered": 0.5,
        "answered_precision": 0.6667,
        "offered": 0.3333,
        "offered_contains": 0.5,
        "declined": 0.1667,
    }
    assert measured["out_of_scope"] == {"n": 3, "answered": 0.3333}
    assert measured["urgent"] == {"n": 2, "recall": 0.5, "false_alarms": 0.1111}
    assert measured["by_language"]["en"]["in_scope"]["n"] == 1
    assert measured["ms_per_question"] == {"p50": 4.0, "p95": 4.0}


def test_figures_of_nothing_are_unknown_not_zero() -> None:
    """Where nothing was asked there is no rate."""
    measured = figures([])

    assert measured["n"] == 0
    assert measured["in_scope"]["recall_at_1"] is None
    assert measured["ms_per_question"]["p50"] is None


def test_put_reads_the_record_of_rumbo_ask() -> None:
    """Decision, candidates and time come from what `rumbo ask --json` prints."""
    ticks = itertools.count(step=0.25)
    record = {
        "decision": "offer",
        "candidates": [{"article": "fees", "score": 0.6}, {"article": "lawyer", "score": 0.1}],
    }
    question = Question(id="1", lang="es", text="cuanto", topic="lawyer")
    (one,) = put([question], lambda text, lang: record, clock=lambda: next(ticks))

    assert (one.decision, one.found, one.rank, one.score) == ("offer", ("fees", "lawyer"), 1, 0.6)
    assert one.milliseconds == 250


def test_put_takes_a_record_without_candidates() -> None:
    """An urgent answer has no candidates."""
    question = Question(id="1", lang="es", text="auxilio", urgent=True)
    (one,) = put([question], lambda text, lang: {"decision": "urgent", "article": None})

    assert (one.found, one.rank) == ((), None)


def test_separation_is_the_area_under_the_curve() -> None:
    """1 when every in-scope question scores above every other, .5 when they tie."""
    inside, outside = judged("answer", "fees", score=0.9), judged("decline", topic=None, in_scope=False, score=0.1)
    tied = judged("decline", topic=None, in_scope=False, score=0.9)

    assert separation([inside, outside]) == 1
    assert separation([inside, tied]) == 0.5
    assert separation([inside]) is None


def test_baselines_answer_the_same_questions() -> None:
    """BM25, letters, plain embedding and ours are measured side by side."""
    library, encoder = small_library(), LetterEncoder()
    calibration = Calibration(
        weights=tuple(float(name == "ours") for name in FEATURES), bias=0, answer_from=0.8, offer_from=0.3, model="m"
    )
    questions = [
        Question(id="1", lang="es", text="cuanto cuesta", topic="fees"),
        Question(id="2", lang="en", text="free lawyer", topic="lawyer"),
        Question(id="3", lang="en", text="pizza", in_scope=False),
    ]
    compared = compare(questions, library, encoder, SearchIndex.build(library, encoder, cache=None), calibration)

    assert list(compared) == ["bm25", "char n-gram TF-IDF", "plain embedding", "ours"]
    assert all(method["recall_at_1"] == 1 for method in compared.values())


def test_report_shows_every_language() -> None:
    """The tables name the languages and say nothing where nothing was counted."""
    console = Console(file=io.StringIO(), width=220)
    shown = put_with_progress([case.question for case in CASES], lambda text, lang: {"decision": "decline"}, console)
    show(figures(shown), console)
    show_baselines(
        {"bm25": {"recall_at_1": 0.5, "recall_at_3": None, "mrr": 1.0, "auroc": 1.0, "ms_p50": 0.1}}, console
    )
    text = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""

    assert all(word in text for word in ("en", "es", "together", "bm25", "–"))


@pytest.mark.parametrize("part", ["tune", "report"])
def test_search_and_decisions_hold_on_questions_of_others(part: str) -> None:
    """On questions written without knowing the search it stays near what was asked of it."""
    questions = [question for file in sorted(QUESTIONS.glob(f"*.{part}.jsonl")) for question in read_questions(file)]
    index = SearchIndex.build(Library.load(ARTICLES), Embedder.load(PACKAGED_MODEL))
    calibration = Calibration.load()

    def ask(text: str, _: str) -> dict[str, Any]:
        outcome = decide(index.search(text), calibration)
        candidates = [{"article": one.slug, "score": one.score} for one in outcome.candidates]
        return {"decision": outcome.decision, "candidates": candidates}

    measured = figures(put([question for question in questions if not question.urgent], ask))

    assert measured["in_scope"]["recall_at_1"] >= 0.80
    assert measured["in_scope"]["recall_at_3"] >= 0.92
    assert measured["in_scope"]["answered"] >= 0.55
    assert measured["in_scope"]["answered_precision"] >= PRECISION - 0.03
    assert measured["in_scope"]["declined"] <= DECLINED + 0.04
    assert measured["out_of_scope"]["answered"] <= FALSE_ANSWERS + 0.03
