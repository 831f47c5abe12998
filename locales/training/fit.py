"""From lines of text to an `Identifier`: the languages we name, the foreign ones beside them, and how sure to be."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from locales.grams import BITS, grams, letters
from locales.identify import Identifier, weigh
from locales.training.count import Bayes, Floats, counts, learn, texts_by_label
from locales.training.texts import UNSEEN, Line
from locales.training.windows import windows

#: Runs of letters kept in the model; what a file of 1.5 MB has room for.
KEPT: Final = 32_000
#: Neighbouring runs say nearly the same: that many nats of naive Bayes are worth one.
REPEATED: Final = 5.0
#: A language with less text than this is not learned.
LEAST_LETTERS: Final = 3_000
#: Languages merged into a neighbour or left out: Itza' has a few dozen speakers and reads like Yucatec.
LEFT_OUT: Final = frozenset({"itz"})
#: Speakers in thousands, roughly; how common a language is among messages is thought to grow with the square root.
SPEAKERS: Final[Mapping[str, float]] = {
    **{"quc": 1000, "kek": 1100, "mam": 500, "cak": 450, "kjb": 80, "cac": 60, "ixl": 80, "acr": 120, "poh": 90},
    **{"poc": 30, "tzj": 80, "agu": 10, "ttc": 2, "qum": 7, "yua": 770, "tzh": 560, "tzo": 550, "nah": 1650},
    **{"zap": 490, "mix": 520, "ote": 300, "cab": 120, "miq": 180, "qu": 7000, "gn": 6500, "ay": 1700},
}
#: Share of messages in Spanish, in English, in all other languages that we name, in foreign ones.
SHARES: Final = {"es": 0.5, "en": 0.2, "other": 0.25, "foreign": 0.05}


def count_known(lines: Sequence[Line], rng: random.Random) -> Mapping[str, Floats]:
    known = [line for line in lines if line.known and line.label not in LEFT_OUT]
    texts = texts_by_label(known, rng)
    enough = {label: t for label, t in sorted(texts.items()) if sum(map(len, t)) >= LEAST_LETTERS}
    return {label: counts(label, t, rng) for label, t in enough.items()}


def count_foreign(
    lines: Sequence[Line], known: Bayes, unseen: Collection[str], rng: random.Random
) -> dict[str, Floats]:
    """Foreign languages, those most like the same language of ours together, under the name `~label`."""
    texts: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if not line.known and line.label not in unseen:
            texts[line.label].append(letters(line.text))
    rows = np.zeros(2**BITS, np.int64)
    rows[known.keys] = np.arange(1, len(known.keys) + 1)
    weights = np.vstack([np.zeros((1, len(known.labels)), np.float32), known.weights])
    near: dict[str, Floats] = {}
    for label, written in sorted(texts.items()):
        likest = known.labels[int(weights[rows[grams(" ".join(written[:200]))]].sum(axis=0).argmax())]
        counted = counts(label, written, rng)
        name = f"~{likest}"
        near[name] = near[name] + counted if name in near else counted
    return near


def fit(lines: Sequence[Line], seed: int, unseen: Collection[str] = UNSEEN, keep: int = KEPT) -> Identifier:
    """The model of `lines`, not yet calibrated."""
    rng = random.Random(seed)  # noqa: S311 - chance, not secrecy
    known = count_known(lines, rng)
    foreign = count_foreign(lines, learn(known, keep), unseen, rng)
    return packed(learn({**known, **foreign}, keep), len(known))


def packed(bayes: Bayes, known: int) -> Identifier:
    """`bayes` in steps of one byte; columns from `known` on are foreign."""
    step = float(np.abs(bayes.weights).max()) / 127
    rows = np.zeros(2**BITS, np.uint16)
    rows[bayes.keys] = np.arange(1, len(bayes.keys) + 1)
    weights = np.vstack([np.zeros((1, len(bayes.labels)), np.int8), np.round(bayes.weights / step).astype(np.int8)])
    return Identifier(
        tags=bayes.labels[:known],
        rows=rows,
        weights=weights,
        step=step / REPEATED,
        prior=prior(bayes.labels),
        calibration=np.zeros(6, np.float32),
    )


def prior(labels: Sequence[str]) -> NDArray[np.float32]:
    common = {label: SPEAKERS[label] ** 0.5 for label in labels if label in SPEAKERS}
    foreign = sum(label.startswith("~") for label in labels)
    shares = [
        SHARES[label]
        if label in SHARES
        else SHARES["foreign"] / foreign
        if label.startswith("~")
        else SHARES["other"] * common[label] / sum(common.values())
        for label in labels
    ]
    return np.log(np.array(shares, np.float32))


Evidence = tuple[list[NDArray[np.float32]], list[bool], list[float]]


def evidence_of(model: Identifier, lines: Sequence[Line], most: int, seed: int) -> Evidence:
    """What `weigh` says of texts that the model did not learn from, whether its best is right, and its weight.

    Each text of an Indigenous language is shown twice: as it is, and to a model that has never heard of its language,
    which is how we learn what an unknown relative looks like.
    """
    rows: list[NDArray[np.float32]] = []
    right: list[bool] = []
    weight: list[float] = []
    for kind, texts in windows(lines, most, seed).items():
        column = model.tags.index(kind.label) if kind.label in model.tags else None
        for text in texts:
            written = letters(text)
            scores, familiar = model.scores(written)
            scores = scores + model.prior
            best, evidence = weigh(scores, len(model.tags), len(written), familiar)
            rows.append(evidence)
            right.append(best == column)
            weight.append(1.0)
            if column is not None and kind.label not in {"es", "en"}:
                hidden = scores.copy()
                hidden[column] = -1e9
                _, evidence = weigh(hidden, len(model.tags), len(written), familiar)
                rows.append(evidence)
                right.append(False)
                weight.append(1.0)
    return rows, right, weight


def calibration(evidence: Sequence[Evidence]) -> NDArray[np.float32]:
    rows = np.array([row for part in evidence for row in part[0]])
    right = np.array([r for part in evidence for r in part[1]])
    weight = np.array([w for part in evidence for w in part[2]])
    fitted = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(rows, right, sample_weight=weight)
    return np.asarray(fitted.coef_[0], np.float32)
