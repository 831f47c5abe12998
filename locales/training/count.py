"""Multinomial naive Bayes over hashed runs of letters: counting, smoothing, choosing what to keep."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from locales.grams import BITS, grams, letters
from locales.training.spellings import spellings
from locales.training.texts import Line

Floats = NDArray[np.float32]

#: Letters kept of one language from one source: more teaches its subjects, not its spelling.
MOST_OF_A_SOURCE: Final = 60_000
#: How much a language that was seen little of is thought to be like all others, in runs of letters.
SMOOTHING: Final = 8_000.0
#: Seen more often than this, a language has no more say.
MOST_SEEN: Final = 400_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each run of letters occurs."""

    #: Ascending.
    keys: NDArray[np.uint32]
    times: Floats

    @classmethod
    def of(cls, written: Iterable[str]) -> Self:
        keys, times = np.unique(grams(" ".join(written)), return_counts=True)
        return cls(keys=keys, times=times.astype(np.float32))

    @classmethod
    def sum(cls, parts: Iterable[Counts]) -> Self:
        parts = list(parts)
        if len(parts) == 1:
            return cls(keys=parts[0].keys, times=parts[0].times)
        dense = np.zeros(2**BITS, np.float32)
        for part in parts:
            dense[part.keys] += part.times
        keys = np.nonzero(dense)[0].astype(np.uint32)
        return cls(keys=keys, times=dense[keys])

    @property
    def total(self) -> float:
        return float(self.times.sum())

    def at(self, keys: NDArray[np.uint32]) -> Floats:
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.times[places], np.float32(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bayes:
    """How much each run of letters speaks for each label, in nats beside the average of all labels."""

    labels: tuple[str, ...]
    #: Runs of letters that are looked at, ascending.
    keys: NDArray[np.uint32]
    #: One row a key, one column a label.
    weights: Floats


def count(lines: Iterable[Line], rng: random.Random) -> Mapping[tuple[str, str], Counts]:
    """By label and source: every spelling of at most MOST_OF_A_SOURCE letters, drawn by chance."""
    drawn: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        drawn[line.label, line.source].append(line.text)
    return {
        (label, source): Counts.of(way for text in _some(texts, rng) for way in spellings(label, text, rng))
        for (label, source), texts in sorted(drawn.items())
    }


def _some(texts: list[str], rng: random.Random) -> list[str]:
    rng.shuffle(texts)
    some: list[str] = []
    left = MOST_OF_A_SOURCE
    while texts and left > 0:
        text = texts.pop()
        some.append(letters(text))
        left -= len(text)
    return some


def learn(counted: Mapping[str, Counts], keep: int) -> Bayes:
    """Naive Bayes on the `keep` runs that tell the labels apart best."""
    labels = tuple(counted)
    average = np.zeros(2**BITS, np.float32)
    for counts in counted.values():
        average[counts.keys] += counts.times / counts.total / len(labels)
    found = np.nonzero(average)[0]
    common: NDArray[np.uint32] = found[np.sort(np.argsort(-average[found], kind="stable")[: 6 * keep])].astype(
        np.uint32
    )
    usual = average[common]
    columns = np.zeros((len(common), len(labels)), np.float32)
    worth = np.zeros(len(common), np.float32)
    for column, counts in enumerate(counted.values()):
        seen = min(counts.total, MOST_SEEN)
        share = (counts.at(common) / counts.total * seen + SMOOTHING * usual) / (seen + SMOOTHING)
        columns[:, column] = np.log(share / usual)
        worth += share * np.abs(columns[:, column])
    kept = np.sort(np.argpartition(worth, -keep)[-keep:])
    return Bayes(labels=labels, keys=common[kept], weights=columns[kept])
