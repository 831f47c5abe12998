"""Multinomial naive Bayes over hashed runs of letters: counting, smoothing, choosing what to keep."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from locales.grams import BITS, grams, letters
from locales.training.spellings import spellings
from locales.training.texts import Line

Floats = NDArray[np.float32]

#: Letters kept of one language from one source: more teaches its subjects, not its spelling.
MOST_OF_A_SOURCE: Final = 60_000
#: How much a language that was seen little of is thought to be like all others, in runs of letters.
SMOOTHING: Final = 3_000.0
#: Seen more often than this, a language has no more say.
MOST_SEEN: Final = 400_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bayes:
    """How much each run of letters speaks for each label, in nats beside the average of all labels."""

    labels: tuple[str, ...]
    #: Runs of letters that are looked at, ascending.
    keys: NDArray[np.uint32]
    #: One row a key, one column a label.
    weights: Floats


def texts_by_label(lines: Iterable[Line], rng: random.Random) -> Mapping[str, list[str]]:
    """`letters` of each label, at most MOST_OF_A_SOURCE of them from each source, drawn by chance."""
    drawn: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        drawn[line.label, line.source].append(line.text)
    texts: dict[str, list[str]] = defaultdict(list)
    for (label, _), written in sorted(drawn.items()):
        rng.shuffle(written)
        left = MOST_OF_A_SOURCE
        for text in written:
            if left <= 0:
                break
            texts[label].append(letters(text))
            left -= len(text)
    return texts


def counts(label: str, texts: list[str], rng: random.Random) -> Floats:
    """How often each run occurs in every spelling of `texts`; one number for each of the 2 ** BITS runs."""
    typed = [way for text in texts for way in spellings(label, text, rng)]
    return np.bincount(grams(" ".join(typed)), minlength=2**BITS).astype(np.float32)


def learn(counted: Mapping[str, Floats], keep: int) -> Bayes:
    """Naive Bayes on the `keep` runs that tell the labels apart best."""
    labels = tuple(counted)
    shares = {label: count / count.sum() for label, count in counted.items()}
    average = sum(shares.values(), np.zeros(2**BITS, np.float32)) / len(labels)
    common = np.sort(np.argpartition(average, -6 * keep)[-6 * keep :])
    columns, worth = [], np.zeros(len(common), np.float32)
    for label in labels:
        seen = min(float(counted[label].sum()), MOST_SEEN)
        share = (shares[label][common] * seen + SMOOTHING * average[common]) / (seen + SMOOTHING)
        column = np.log(share / average[common])
        worth += share * np.abs(column)
        columns.append(column)
    kept = np.sort(np.argpartition(worth, -keep)[-keep:])
    weights = np.stack(columns, axis=1)[kept].astype(np.float32)
    return Bayes(labels=labels, keys=common[kept].astype(np.uint32), weights=weights)
