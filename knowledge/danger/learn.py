"""Learning from the messages: one linear head for each thing to be recognised, and where its threshold lies.

Thresholds and probabilities come from messages that the head had not seen, in folds that keep paraphrases together;
nobody types them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedGroupKFold  # type: ignore[import-untyped]

from knowledge.danger.evidence import Rows
from knowledge.danger.messages import ILLEGAL, NEAR, PAST, Message
from knowledge.vectors import Floats

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: At most this share of the messages without danger may raise the alarm …
FALSE_ALARMS: Final = 0.02
#: … when this share of them sounds like danger. (The files hold far more of those, because they teach more.)
SOUND_ALIKE: Final = 0.10
#: Mean cosine distance within a group of paraphrases, in either language.
PARAPHRASES: Final = 0.6
FOLDS: Final = 10
SEED: Final = 7
STRENGTH: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    weights: Floats
    bias: float
    #: From the decision value to a probability: 1 / (1 + exp(-(slope * value + offset))).
    slope: float = 1.0
    offset: float = 0.0
    #: The least probability that counts.
    threshold: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Cross-validated probabilities of one head: every message judged by a head that had not seen it or its like."""

    probability: Array
    positive: Flags
    threshold: float
    #: How much each message without the thing counts, so that the mixture is the one of SOUND_ALIKE.
    weight: Array

    @property
    def recall(self) -> float:
        return float((self.probability[self.positive] >= self.threshold).mean())

    @property
    def false_alarms(self) -> float:
        others = ~self.positive
        return float(np.average(self.probability[others] >= self.threshold, weights=self.weight[others]))


def paraphrases(vectors: Floats) -> npt.NDArray[np.intp]:
    """The number of its group for each message."""
    apart = vectors - vectors.mean(axis=0)
    groups = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=PARAPHRASES
    ).fit_predict(apart)
    return np.asarray(groups, np.intp)


def learn(
    evidence: Rows, messages: Sequence[Message], positive: Flags, groups: npt.NDArray[np.intp]
) -> tuple[Head, Unseen]:
    """The head that tells `positive` from the rest, and how it did on what it had not seen."""
    values = np.zeros(len(messages))
    for seen, unseen in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(values, positive, groups):
        values[unseen] = _fit(evidence[seen], positive[seen]).decision_function(evidence[unseen])
    curve = LogisticRegression().fit(values[:, None], positive)
    slope, offset = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    probability = 1 / (1 + np.exp(-(slope * values + offset)))
    weight = _mixture(messages, positive)
    unseen_ones = Unseen(
        probability=probability, positive=positive, weight=weight, threshold=_threshold(probability, positive, weight)
    )
    head = fit_head(evidence, positive)
    return (
        Head(weights=head.weights, bias=head.bias, slope=slope, offset=offset, threshold=unseen_ones.threshold),
        unseen_ones,
    )


def fit_head(evidence: Rows, positive: Flags) -> Head:
    fitted = _fit(evidence, positive)
    return Head(weights=np.asarray(fitted.coef_[0], np.float32), bias=float(fitted.intercept_[0]))


def _fit(evidence: Rows, positive: Flags) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=1e-3, max_iter=1000, random_state=SEED)
    return model.fit(evidence, positive)


def _mixture(messages: Sequence[Message], positive: Flags) -> Array:
    alike = np.array([message.kind in {PAST, NEAR, ILLEGAL} or message.urgent for message in messages])
    weight = np.where(alike, SOUND_ALIKE, 1 - SOUND_ALIKE)
    for group in (alike & ~positive, ~alike & ~positive):
        weight[group] /= max(int(group.sum()), 1)
    return weight


def _threshold(probability: Array, positive: Flags, weight: Array) -> float:
    """The lowest probability from which at most FALSE_ALARMS of the others are above it."""
    others = np.flatnonzero(~positive)
    falling = others[np.argsort(-probability[others], kind="stable")]
    share = np.cumsum(weight[falling]) / weight[others].sum()
    first_too_many = falling[int(np.searchsorted(share, FALSE_ALARMS, side="right"))]
    return float(np.nextafter(probability[first_too_many], 1.0))
