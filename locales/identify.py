"""Which language a message is in, or that nobody can say. `locales.train_identifier` makes the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from locales.grams import BITS, grams, letters, words_file
from locales.plain import plain

MODEL: Final = Path(__file__).parent / "identifier.npz"
#: Below this, `identify` names no language.
LIKELY: Final = 0.5
#: How many numbers `weigh` gives.
EVIDENCE: Final = 9
#: Languages that we have learned from many sources.
ANSWERED_IN: Final = frozenset({"es", "en"})
#: One word is never sure: languages share words, and people mix them.
ONE_WORD_AT_MOST: Final = 0.85
#: A message of words that people send alone (“hola”, “help me”).
SURE_WORD: Final = 0.95
#: Fewer letters than this say nothing, unless they are such a word (“hi”).
SHORTEST: Final = 3
#: Only messages up to this length, in characters, can be one word or made of such words.
SHORT: Final = 40


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
        best, evidence = weigh(scores + self.prior, self.tags, len(written), familiar)
        probability = float(1 / (1 + np.exp(-(self.calibration @ evidence))))
        return Guess(tag=self.tags[best] if probability >= LIKELY else None, probability=round(probability, 3))


def weigh(
    scores: NDArray[np.float32], tags: tuple[str, ...], length: int, familiar: float
) -> tuple[int, NDArray[np.float32]]:
    """The best of `tags`, which are the first columns, and EVIDENCE numbers that tell whether it is right."""
    known = len(tags)
    best = int(scores[:known].argmax())
    own = float(scores[best])
    beside_ours = own - float(np.logaddexp.reduce(np.delete(scores[:known], best)))
    beside_foreign = own - float(np.logaddexp.reduce(scores[known:]))
    each = 10 / (length + 10)
    evidence = [
        1.0,
        4 * np.tanh(beside_ours / 4),  # how far ahead of our other languages
        4 * np.tanh(beside_foreign / 4),  # how far ahead of foreign ones
        beside_ours * each,  # the same for each letter
        beside_foreign * each,
        own * each,  # how unlike the average language
        familiar,  # how much of the text is made of runs we have seen
        np.log(length),
        float(tags[best] in ANSWERED_IN),  # most people write these, and we have seen them from many hands
    ]
    return best, np.array(evidence, np.float32)


@cache
def _shipped() -> Identifier:
    return Identifier.load()


def named_tags() -> frozenset[str]:
    """Languages that `identify` can name."""
    return frozenset(_shipped().tags)


@cache
def _alone() -> Mapping[str, str | None]:
    """Words that are a whole message and mean one language (“hola”), or none in particular (“ok”), as `plain` text."""
    listed = words_file()["alone"]
    return {plain(word): None if tag == "any" else tag for tag, words in listed.items() for word in words.split()}


def _by_words(words: list[str]) -> Guess | None:
    """What a message means that is made only of words that people send alone; None for any other."""
    meant = {_alone().get(word, "?") for word in words}
    if len(meant) != 1 or "?" in meant:
        return None
    tag = meant.pop()
    return Guess(tag=tag, probability=SURE_WORD if tag else 0.0)


def guess_of(written: str) -> Guess:
    """The model's own opinion on `letters(text)`, at least one letter long; `identify` is what counts for a message."""
    return _shipped().guess(written)


@cache
def _others() -> NDArray[np.bool_]:
    """Which columns of the model are languages that we do not answer in."""
    model = _shipped()
    return ~np.isin(np.arange(len(model.prior)), [model.tags.index(tag) for tag in ANSWERED_IN])


def foreignness(written: str) -> float:
    """How much likelier `letters(text)` is in a language other than those we answer in, in nats; negative: less."""
    model = _shipped()
    scores = model.scores(written)[0] + model.prior
    return float(np.logaddexp.reduce(scores[_others()]) - np.logaddexp.reduce(scores[~_others()]))


def identify(text: str) -> Guess:
    """The language of `text`. Pure; the model is read at the first call."""
    written = letters(text)
    if not any(character.isalpha() for character in written):
        return Guess(tag=None, probability=0.0)
    words = plain(written).split() if len(written) <= SHORT else []
    guess = _by_words(words) if words else None
    if guess is None and len(written) < SHORTEST:
        return Guess(tag=None, probability=0.0)
    guess = guess or _shipped().guess(written)
    if len(words) == 1 and words[0] not in _alone() and guess.probability > ONE_WORD_AT_MOST:
        return Guess(tag=guess.tag, probability=ONE_WORD_AT_MOST)
    return guess
