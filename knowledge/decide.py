"""Answer, offer three topics, or say that we do not know: by a calibrated probability, never by a raw score.

`calibration.json` holds a logistic regression over the evidence of one hit and two thresholds. All its numbers are
written by `knowledge.calibrate` from questions with known answers; nobody types them in.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # the dialogue needs the decision, not the search
    from knowledge.search import Hit

CALIBRATION = Path(__file__).with_name("calibration.json")
#: A numbered list of this length fits one SMS.
OFFERED = 3
#: z-score distance beyond which nothing is surer.
WIDEST_MARGIN = 3.0

FEATURES = ("meaning", "ours", "nearest", "letters", "margin", "agreed", "length")


class Decision(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    slug: str
    #: Probability that this article answers the question, 0–1.
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    decision: Decision
    #: The most probable articles, best first, at most OFFERED; also when declined, for the operators' list.
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    #: By feature, in the order of FEATURES.
    weights: tuple[float, ...]
    bias: float
    #: The least probability of the first article for a direct answer.
    answer_from: float
    #: The least probability of the first article for offering topics.
    offer_from: float
    #: Fingerprint of the embedding model that it was made with; another one needs another calibration.
    model: str

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(f"Calibration for {len(self.weights)} features; this version has {len(FEATURES)}.")

    @classmethod
    def load(cls, path: Path = CALIBRATION) -> Self:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if tuple(stored["weights"]) != FEATURES:
            raise ValueError(f"{path.name} is for other features; run: rumbo calibrate FILE.jsonl")
        numbers = {name: float(stored[name]) for name in ("bias", "answer_from", "offer_from")}
        return cls(weights=tuple(stored["weights"].values()), model=str(stored["model"]), **numbers)

    def stored(self) -> dict[str, object]:
        return {**asdict(self), "weights": dict(zip(FEATURES, self.weights, strict=True))}

    def probability(self, hit: Hit) -> float:
        """How probable it is that this article answers the question."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features(hit), strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(hit: Hit) -> tuple[float, ...]:
    """The evidence of one hit in the order of FEATURES."""
    margin = max(-WIDEST_MARGIN, min(WIDEST_MARGIN, hit.margin))
    return (hit.meaning, hit.ours, hit.nearest, hit.letters, margin, float(hit.agreed), math.log1p(hit.words))


def decide(hits: Sequence[Hit], calibration: Calibration) -> Outcome:
    """The hits of one question, best first, as `SearchIndex.search` gives them."""
    candidates = tuple(Candidate(slug=hit.slug, score=calibration.probability(hit)) for hit in hits[:OFFERED])
    surest = candidates[0].score if candidates else 0.0
    if surest >= calibration.answer_from:
        decision = Decision.ANSWER
    elif surest >= calibration.offer_from:
        decision = Decision.OFFER
    else:
        decision = Decision.DECLINE
    return Outcome(decision=decision, candidates=candidates)
