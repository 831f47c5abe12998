"""Which language a message is in, or that nobody can say. `locales.train_identifier` makes the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
import yaml
from numpy.typing import NDArray

from locales.grams import BITS, grams, letters
from locales.plain import plain

MODEL: Final = Path(__file__).parent / "identifier.npz"
WORDS: Final = Path(__file__).parent / "single_words.yaml"
#: Below this, `identify` names no language.
LIKELY: Final = 0.5
#: One word is never sure: languages share words, and people mix them.
ONE_WORD_AT_MOST: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a message seems to be in."""

    #: None: we do not know.
    tag: str | None
    #: How likely `tag` is right, 0–1; without a tag, how likely the best candidate was.
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """The model, loaded."""

    #: Labels of the columns; the first `len(tags)` are languages that we name, the others stand for foreign ones.
    tags: tuple[str, ...]
    #: Run of letters -> row of `weights`; row 0 is for runs that say nothing.
    rows: NDArray[np.uint16]
    weights: NDArray[np.int8]
    #: Nats that one step of `weights` stands for, already divided by how much neighbouring runs repeat each other.
    step: float
    #: How common each column is among messages, as logarithm.
    prior: NDArray[np.float32]
    #: Coefficients of `evidence`, found on texts that the model had not learned from.
    calibration: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path = MODEL) -> Self:
        with np.load(file) as stored:
            rows = np.zeros(2**BITS, np.uint16)
            rows[stored["keys"]] = np.arange(1, len(stored["keys"]) + 1, dtype=np.uint16)
            weights = np.vstack([np.zeros((1, stored["weights"].shape[1]), np.int8), stored["weights"]])
            return cls(
                tags=tuple(str(tag) for tag in stored["tags"]),
                rows=rows,
                weights=weights,
                step=float(stored["step"]),
                prior=stored["prior"],
                calibration=stored["calibration"],
            )

    def scores(self, written: str) -> tuple[NDArray[np.float32], float]:
        """For `letters(text)`: nats for each column, before the prior, and the share of runs the model knows."""
        rows = self.rows[grams(written)]
        return self.weights[rows].sum(axis=0, dtype=np.int32) * np.float32(self.step), float(np.mean(rows > 0))

    def guess(self, written: str) -> Guess:
        """For `letters(text)`, at least one letter long."""
        scores, familiar = self.scores(written)
        best, evidence = weigh(scores + self.prior, len(self.tags), len(written), familiar)
        probability = float(1 / (1 + np.exp(-(self.calibration @ evidence))))
        return Guess(tag=self.tags[best] if probability >= LIKELY else None, probability=round(probability, 3))


def weigh(scores: NDArray[np.float32], known: int, length: int, familiar: float) -> tuple[int, NDArray[np.float32]]:
    """The best of the first `known` columns, and what tells whether it is right: see the comments."""
    best = int(scores[:known].argmax())
    rivals = np.delete(scores, best)
    lead = float(scores[best] - np.logaddexp.reduce(rivals))
    evidence = [
        1.0,
        np.tanh(lead / 4) * 4,  # how far ahead of all others
        lead / (length + 10) * 10,  # the same for each letter
        float(scores[best]) / (length + 10) * 10,  # how unlike the average language
        familiar,  # how much of the text is made of runs we have seen
        np.log(length),
    ]
    return best, np.array(evidence, np.float32)


@cache
def _shipped() -> Identifier:
    return Identifier.load()


@cache
def single_words() -> Mapping[str, str | None]:
    """Words that are a whole message and mean one language (“hola”), or none in particular (“ok”), as `plain` text."""
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {plain(word): None if tag == "any" else tag for tag, words in listed.items() for word in words.split()}


def identify(text: str) -> Guess:
    """The language of `text`. Pure; the model is read at the first call."""
    written = letters(text)
    if not any(character.isalpha() for character in written):
        return Guess(tag=None, probability=0.0)
    words = plain(written).split()
    meant = {single_words().get(word, "?") for word in words}
    if len(meant) == 1 and "?" not in meant:
        tag = meant.pop()
        return Guess(tag=tag, probability=0.95 if tag else 0.0)
    guess = _shipped().guess(written)
    if len(words) == 1 and guess.probability > ONE_WORD_AT_MOST:
        return Guess(tag=guess.tag, probability=ONE_WORD_AT_MOST)
    return guess
