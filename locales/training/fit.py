"""From lines of text to an `Identifier`: the languages we name, the foreign ones beside them, and how sure to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from locales.grams import BITS, letters
from locales.identify import ANSWERED_IN, EVIDENCE, Identifier, weigh
from locales.training.count import Bayes, Counts, learn
from locales.training.texts import Line
from locales.training.windows import windows

#: Runs of letters kept in the model; what a file of 1.5 MB has room for.
KEPT: Final = 60_000
#: Neighbouring runs say nearly the same: that many nats of naive Bayes are worth one.
REPEATED: Final = 8.0
#: A language with fewer runs of letters than this, in all spellings, is not learned.
LEAST_RUNS: Final = 30_000
#: Languages merged into a neighbour or left out: Itza' has a few dozen speakers and reads like Yucatec.
LEFT_OUT: Final = frozenset({"itz"})
#: How often a message is thought to be in an unknown relative, beside one in a language that we name.
RELATIVES: Final = 0.25
#: How often a message is thought to be in some foreign language, in the same way.
FOREIGN: Final = 0.15
#: How often a message is in Spanish or English, in the same way.
USUAL: Final = 4.0
#: The score of a language that a model has never heard of.
UNHEARD: Final = -1e9
#: Foreign languages that people on these routes do write; each stands alone.
EXPECTED: Final = frozenset({"por", "fra", "hat", "ote"})
#: Speakers in thousands, roughly; how common a language is among messages is thought to grow with the square root.
SPEAKERS: Final[Mapping[str, float]] = {
    **{"quc": 1000, "kek": 1100, "mam": 500, "cak": 450, "kjb": 80, "cac": 60, "ixl": 80, "acr": 120, "poh": 90},
    **{"poc": 30, "tzj": 80, "agu": 10, "ttc": 2, "qum": 7, "yua": 770, "tzh": 560, "tzo": 550, "nah": 1650},
    **{"zap": 490, "mix": 520, "cab": 120, "miq": 180, "qu": 7000, "gn": 6500, "ay": 1700},
}
#: Share of messages in Spanish, in English, in all other languages that we name, in EXPECTED and other foreign ones.
SHARES: Final = {"es": 0.35, "en": 0.2, "other": 0.3, "expected": 0.1, "foreign": 0.05}


def known_counts(counted: Mapping[tuple[str, str], Counts]) -> dict[str, Counts]:
    """By label, of all its sources."""
    parts: dict[str, list[Counts]] = defaultdict(list)
    for (label, _), counts in counted.items():
        if label not in LEFT_OUT:
            parts[label].append(counts)
    sums = {label: Counts.sum(some) for label, some in sorted(parts.items())}
    return {label: counts for label, counts in sums.items() if counts.total >= LEAST_RUNS}


def foreign_counts(counted: Mapping[str, Counts], known: Bayes) -> dict[str, Counts]:
    """Foreign languages, those most like the same language of ours together, under the name `~label`."""
    near: dict[str, list[Counts]] = defaultdict(list)
    for label, counts in counted.items():
        score = counts.at(known.keys) @ known.weights
        like = label if label in EXPECTED else known.labels[int(score.argmax())]
        near[f"~{like}"].append(counts)
    return {name: Counts.sum(parts) for name, parts in sorted(near.items())}


def fit(ours: Mapping[tuple[str, str], Counts], others: Mapping[str, Counts], keep: int = KEPT) -> Identifier:
    """The model of what was counted in our languages, by label and source, and in foreign ones; not yet calibrated."""
    known = known_counts(ours)
    foreign = foreign_counts(others, learn(known, keep))
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
        calibration=np.zeros(EVIDENCE, np.float32),
    )


def prior(labels: Sequence[str]) -> NDArray[np.float32]:
    """How common each column is among messages, as logarithm."""
    expected = {f"~{label}" for label in EXPECTED}
    foreign = [label for label in labels if label.startswith("~") and label not in expected]
    speakers = sum(SPEAKERS[label] ** 0.5 for label in labels if label in SPEAKERS)
    shares = {
        **dict.fromkeys(foreign, SHARES["foreign"] / max(len(foreign), 1)),
        **dict.fromkeys(expected, SHARES["expected"] / len(expected)),
        **{label: SHARES["other"] * many**0.5 / speakers for label, many in SPEAKERS.items()},
        **SHARES,
    }
    return np.log(np.array([shares[label] for label in labels], np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the model said of a text that it did not learn from."""

    evidence: NDArray[np.float32]
    right: bool
    weight: float


def show(model: Identifier, lines: Sequence[Line], most: int, seed: int) -> list[Shown]:
    """What the model says of `most` texts of each label, source and length.

    Each text of an Indigenous language is shown twice: as it is, and to a model that has never heard of its language,
    which is how we learn what an unknown relative looks like.
    """
    shown: list[Shown] = []
    foreign = {line.label for line in lines if not line.known}
    for kind, texts in windows(lines, most, seed).items():
        column = model.tags.index(kind.label) if kind.label in model.tags else None
        texts_are_foreign = kind.label in foreign
        for written in filter(None, map(letters, texts)):
            scores, familiar = model.scores(written)
            best, evidence = weigh(scores + model.prior, model.tags, len(written), familiar)
            weight = FOREIGN if texts_are_foreign else USUAL if kind.label in ANSWERED_IN else 1.0
            shown.append(Shown(evidence=evidence, right=best == column, weight=weight))
            if column is not None and kind.label not in ANSWERED_IN:
                scores[column] = UNHEARD
                _, evidence = weigh(scores + model.prior, model.tags, len(written), familiar)
                shown.append(Shown(evidence=evidence, right=False, weight=RELATIVES))
    return shown


def calibration(shown: Sequence[Shown]) -> NDArray[np.float32]:
    """Coefficients that turn evidence into the probability of being right."""
    fitted = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(
        [one.evidence for one in shown], [one.right for one in shown], sample_weight=[one.weight for one in shown]
    )
    return np.asarray(fitted.coef_[0], np.float32)
