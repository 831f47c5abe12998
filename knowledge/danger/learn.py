"""Learning from the messages: how each thing is recognised, and from which probability on it counts.

*Straight*: one linear head for the thing, over meaning, letters and signs. *By kind*: for danger, also one head for
each kind of danger against everything else, and the sum of what they say. *Near*: for danger, a kernel that compares
the message with the examples, by meaning and signs. A logistic regression weighs these views; it and the threshold come
from messages of writers whom the views had not seen: whoever writes to us is such a writer. Nobody types in a weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.svm import SVC  # type: ignore[import-untyped]

from knowledge.danger.evidence import Rows, without_letters
from knowledge.danger.messages import ILLEGAL, NEAR, PAST, Message
from knowledge.vectors import Floats

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

#: When messages are as people send them, this share of those without danger sounds like it.
#: The files hold far more of those, because they teach more.
SOUND_ALIKE: Final = 0.10
#: This share of what is to be found lies below the floor.
MISSED: Final = 0.03
SEED: Final = 7
#: Of the kinds of danger that are named, this share may be wrong; the others are called by the general one. The wrong
#: hotline costs a frightened person more than the emergency number.
MISNAMED: Final = 0.15
#: Inverse regularisation of linear heads and of the kernel, and the kernel's reach; found by cross-validation.
STRAIGHT: Final = 0.1
NEARNESS: Final = 2.0
#: Stricter takes twice as long and moves no value by more than 0.03 (of about ±5).
LOOSE: Final = 0.1
REACH: Final = 0.5
#: Megabytes.
CACHE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Linear heads, one for each name."""

    names: tuple[str, ...]
    #: One column for each name.
    weights: Floats
    bias: Array

    def values(self, rows: Rows) -> Array:
        """One row for each message, one column for each name."""
        if rows.shape[0] == 1:  # the same without looking at columns that the message does not have
            return np.asarray((rows.data @ self.weights[rows.indices] + self.bias)[None], np.float64)
        return np.asarray(rows @ self.weights + self.bias, np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """Nearness to examples of both sorts."""

    examples: Floats
    weights: Array
    bias: float
    reach: float
    #: Squared length of each example.
    lengths: Floats

    @classmethod
    def to(cls, examples: Floats, weights: Array, *, bias: float, reach: float) -> Self:
        lengths = np.asarray((examples**2).sum(axis=1), np.float32)
        return cls(examples=examples, weights=weights, bias=bias, reach=reach, lengths=lengths)

    def values(self, rows: Rows) -> Array:
        dense = without_letters(rows)
        apart = (dense**2).sum(axis=1)[:, None] + self.lengths[None] - 2 * (dense @ self.examples.T)
        return np.asarray(np.exp(-self.reach * apart) @ self.weights + self.bias, np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From the values of the views to a probability, and what the probability means."""

    slopes: Array
    offset: float
    #: The least probability that counts.
    threshold: float
    #: Hardly anything of this sort was less probable.
    floor: float

    def probability(self, views: Array) -> Array:
        return np.asarray(1 / (1 + np.exp(-(views @ self.slopes + self.offset))), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Cross-validated probabilities: every message judged by what had seen none of its writer's."""

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


def folds(writers: Sequence[str]) -> list[tuple[Places, Places]]:
    """Rows that are learned from and rows that are judged, one writer's after the other; nobody's are dealt out."""
    names = sorted({writer for writer in writers if writer})
    dealt = np.cumsum([not writer for writer in writers]) % max(len(names), 1)
    fold = np.array([names.index(writer) if writer else at for writer, at in zip(writers, dealt, strict=True)])
    return [(np.flatnonzero(fold != at), np.flatnonzero(fold == at)) for at in range(len(names))]


def fit_heads(rows: Rows, labels: npt.NDArray[np.str_], names: Sequence[str]) -> Heads:
    """For each name, the head that tells its messages from all others."""
    fitted = [
        LogisticRegression(C=STRAIGHT, solver="liblinear", dual=True, tol=LOOSE, max_iter=1000, random_state=SEED).fit(
            rows, labels == name
        )
        for name in names
    ]
    return Heads(
        names=tuple(names),
        weights=np.ascontiguousarray(np.stack([each.coef_[0] for each in fitted], axis=1), np.float32),
        bias=np.array([each.intercept_[0] for each in fitted]),
    )


def fit_kernel(rows: Rows, positive: Flags) -> Kernel:
    dense = without_letters(rows)
    reach = REACH / dense.shape[1]
    fitted = SVC(C=NEARNESS, gamma=reach, cache_size=CACHE).fit(dense, positive)
    examples = fitted.support_vectors_.astype(np.float32)
    return Kernel.to(examples, fitted.dual_coef_[0], bias=float(fitted.intercept_[0]), reach=reach)


def together(values: Array) -> Array:
    """One value for several kinds: high where any of them is."""
    return np.asarray(np.log(np.exp(values).sum(axis=1)), np.float64)


def clear_lead(values: Array, exact: npt.NDArray[np.str_], names: Sequence[str], general: str) -> float:
    """How far the likeliest kind must be ahead of the next to be named: at most MISNAMED of those are wrong.

    `values` are of dangers that were not seen, one column for each of `names`; `exact` are their true kinds.
    """
    likeliest = np.array(names)[values.argmax(axis=1)]
    lead = ahead(values)
    falling = np.argsort(-lead, kind="stable")
    falling = falling[likeliest[falling] != general]
    wrong = np.cumsum(likeliest[falling] != exact[falling]) / np.arange(1, len(falling) + 1)
    enough = np.flatnonzero(wrong <= MISNAMED)
    return float(lead[falling[enough[-1]]]) if len(enough) else float("inf")


def ahead(values: Array) -> Array:
    """By row, how far the greatest value is ahead of the next."""
    best = np.sort(values, axis=1)
    return np.asarray(best[:, -1] - best[:, -2], np.float64)


def weigh(views: Array, positive: Flags, messages: Sequence[Message], *, false_alarms: float) -> tuple[Scale, Unseen]:
    """The scale for views of messages that were not seen; at most `false_alarms` of the others count, too."""
    fitted = LogisticRegression(max_iter=1000).fit(views, positive)
    slopes, offset = np.asarray(fitted.coef_[0], np.float64), float(fitted.intercept_[0])
    probability = Scale(slopes=slopes, offset=offset, threshold=0.5, floor=0.0).probability(views)
    weight = _mixture(messages, positive)
    threshold = _threshold(probability, positive, weight, false_alarms)
    floor = float(np.quantile(probability[positive], MISSED))
    return (
        Scale(slopes=slopes, offset=offset, threshold=threshold, floor=floor),
        Unseen(probability=probability, positive=positive, weight=weight, threshold=threshold),
    )


def _mixture(messages: Sequence[Message], positive: Flags) -> Array:
    alike = np.array([message.kind in {PAST, NEAR, ILLEGAL} or message.urgent for message in messages])
    weight = np.where(alike, SOUND_ALIKE, 1 - SOUND_ALIKE)
    for group in (alike & ~positive, ~alike & ~positive):
        weight[group] /= max(int(group.sum()), 1)
    return weight


def _threshold(probability: Array, positive: Flags, weight: Array, false_alarms: float) -> float:
    """The lowest probability that at most the share `false_alarms` of the others reaches."""
    others = np.flatnonzero(~positive)
    falling = others[np.argsort(-probability[others], kind="stable")]
    share = np.cumsum(weight[falling]) / weight[others].sum()
    first_too_many = falling[int(np.searchsorted(share, false_alarms, side="right"))]
    return float(np.nextafter(probability[first_too_many], 1.0))
