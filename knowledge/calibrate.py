"""Derive `calibration.json` from questions with known answers: `python -m knowledge.calibrate FILE.jsonl …`.

Weights come from a logistic regression over the first hits of every question. Thresholds come from probabilities
that were computed for each question by a model that had not seen it, so that they hold for questions to come.
Use the *.tune.jsonl files; *.report.jsonl files are for measuring and must stay unseen.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

from knowledge.decide import CALIBRATION, OFFERED, Calibration, features
from knowledge.questions import Question, read_questions
from knowledge.search import Hit

Array = npt.NDArray[np.float64]

#: Of the direct answers to in-scope questions, this share is to be right …
PRECISION = 0.95
#: … at most this share of the out-of-scope questions is to be answered …
FALSE_ANSWERS = 0.05
#: … and at most this share of the in-scope questions is to be declined.
DECLINED = 0.04
FOLDS = 10
SEED = 7
FEWEST = 50


class TooFewQuestionsError(ValueError):
    """Thresholds from so few questions would be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    precision: float = PRECISION
    false_answers: float = FALSE_ANSWERS
    declined: float = DECLINED


DEFAULT = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    #: Evidence of the first hits, shape (questions, OFFERED, features).
    evidence: Array
    #: Whether the hit is right, shape (questions, OFFERED).
    right: npt.NDArray[np.bool_]
    in_scope: npt.NDArray[np.bool_]


def calibrate(
    questions: Sequence[Question], search: Callable[[str], Sequence[Hit]], *, model: str, wanted: Wanted = DEFAULT
) -> Calibration:
    """Fit on all questions that are not urgent (those never reach the search).

    Raises TooFewQuestionsError with fewer than FEWEST questions of either kind."""
    sample = _sample([question for question in questions if not question.urgent], search)
    for kind, count in (("in scope", sample.in_scope.sum()), ("out of scope", (~sample.in_scope).sum())):
        if count < FEWEST:
            raise TooFewQuestionsError(f"{count} questions {kind}; at least {FEWEST} are needed.")
    weights, bias = _fit(sample.evidence, sample.right)
    surest = _unseen_probabilities(sample)
    answer_from = _answer_threshold(surest, sample, wanted)
    offer_from = float(np.quantile(surest[sample.in_scope], wanted.declined))
    return Calibration(
        weights=tuple(round(float(weight), 4) for weight in weights),
        bias=round(float(bias), 4),
        answer_from=round(answer_from, 4),
        offer_from=round(min(offer_from, answer_from), 4),
        model=model,
    )


def _sample(questions: Sequence[Question], search: Callable[[str], Sequence[Hit]]) -> _Sample:
    found = [search(question.text)[:OFFERED] for question in questions]
    pairs = [(question, hits) for question, hits in zip(questions, found, strict=True) if len(hits) == OFFERED]
    return _Sample(
        evidence=np.array([[features(hit) for hit in hits] for _, hits in pairs], np.float64),
        right=np.array([[hit.slug in question.right for hit in hits] for question, hits in pairs], bool),
        in_scope=np.array([question.in_scope for question, _ in pairs], bool),
    )


def _fit(evidence: Array, right: npt.NDArray[np.bool_]) -> tuple[Array, float]:
    """Weights and bias for the evidence as it is; the fit itself sees it standardised."""
    rows = evidence.reshape(-1, evidence.shape[-1])
    centre, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
    model = LogisticRegression(max_iter=1000).fit((rows - centre) / spread, right.ravel())
    weights = np.asarray(model.coef_[0] / spread, np.float64)
    return weights, float(model.intercept_[0] - weights @ centre)


def _unseen_probabilities(sample: _Sample) -> Array:
    """Probability of each question's first hit, from the questions of the other folds."""
    surest = np.zeros(len(sample.right))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(sample.right, 2 * sample.in_scope + sample.right[:, 0]):
        weights, bias = _fit(sample.evidence[seen], sample.right[seen])
        surest[unseen] = 1 / (1 + np.exp(-(sample.evidence[unseen, 0] @ weights + bias)))
    return surest


def _answer_threshold(surest: Array, sample: _Sample, wanted: Wanted) -> float:
    """The lowest threshold that keeps precision and false answers as wanted; above 1 when none does."""
    for threshold in np.sort(np.unique(surest)):
        answered = surest >= threshold
        right = sample.right[answered & sample.in_scope, 0]
        # One imagined wrong answer more, so that a threshold with a handful of answers cannot win by luck.
        precise = right.sum() / (len(right) + 1) >= wanted.precision
        if precise and answered[~sample.in_scope].mean() <= wanted.false_answers:
            return float(threshold)
    return 1.01


def write(calibration: Calibration, sources: Sequence[str], count: int, path: Path = CALIBRATION) -> None:
    """Write the file with what it was made from."""
    stored = {"made_by": "rumbo calibrate", "from": list(sources), "questions": count, **calibration.stored()}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """The command; imports what is slow only here."""
    if not arguments:
        print("Usage: python -m knowledge.calibrate FILE.jsonl …", file=sys.stderr)
        return 2
    from knowledge.embedding import PACKAGED_MODEL, Embedder  # noqa: PLC0415
    from knowledge.folder import ARTICLES  # noqa: PLC0415
    from knowledge.library import Library  # noqa: PLC0415
    from knowledge.search import SearchIndex  # noqa: PLC0415

    files = [Path(argument) for argument in arguments]
    questions = [question for file in files for question in read_questions(file)]
    embedder = Embedder.load(os.environ.get("EMBEDDING_MODEL") or PACKAGED_MODEL)
    index = SearchIndex.build(Library.load(ARTICLES), embedder)
    calibration = calibrate(questions, index.search, model=embedder.fingerprint)
    write(calibration, [file.name for file in files], len(questions))
    print(json.dumps(calibration.stored(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
