"""A message as a row of numbers: its meaning (the sentence's vector), its letters and words, the patterns' signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

import numpy as np
import scipy.sparse  # type: ignore[import-untyped]
from sklearn.feature_extraction import FeatureHasher  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import HashingVectorizer  # type: ignore[import-untyped]

from knowledge.normalise import fold
from knowledge.vectors import Floats


class Signs(Protocol):
    """Patterns over a message, such as those of `bot.nlu.danger`."""

    @property
    def fingerprint(self) -> str:
        """Changes with any pattern."""
        ...

    def evidence(self, text: str) -> Sequence[float]:
        """Numbers from 0 to 1, always equally many; the first is 1 where the patterns alone would raise the alarm."""
        ...


Rows = Any  # scipy's sparse matrices have no types

#: Weights against a vector whose directions have the spread 1; found on the messages by cross-validation.
LETTERS: Final = 24.0
SIGNS: Final = 3.0
_WIDTH: Final = 2**16
_HASHED: Final[dict[str, Any]] = {"n_features": _WIDTH, "alternate_sign": False, "norm": "l2", "binary": True}
_LETTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), **_HASHED)
_WORDS = HashingVectorizer(analyzer="word", token_pattern=r"\S+", ngram_range=(1, 3), **_HASHED)  # noqa: S106
#: The same for one message, without what a vectorizer checks and builds anew at every call.
_RUNS = tuple(vectorizer.build_analyzer() for vectorizer in (_LETTERS, _WORDS))
_HASHER = FeatureHasher(_WIDTH, input_type="string", alternate_sign=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How messages become rows; the same for those that are learned from and those that are judged."""

    #: Centre and spread of the vectors that were learned from.
    centre: Floats
    spread: float
    signs: Signs

    @classmethod
    def around(cls, vectors: Floats, signs: Signs) -> Self:
        centre = vectors.mean(axis=0)
        return cls(centre=centre, spread=float((vectors - centre).std()), signs=signs)

    def rows(self, texts: Sequence[str], words: Sequence[str], vectors: Floats) -> Rows:
        """One row for each message; `words` are the messages normalised, `vectors` those of the words as queries."""
        folded = [fold(each) for each in words]
        blocks = [LETTERS / 2**0.5 * hashed.transform(folded) for hashed in (_LETTERS, _WORDS)]
        seen = np.array([self.signs.evidence(text) for text in texts], np.float32)
        meaning = scipy.sparse.csr_matrix((vectors - self.centre) / self.spread)
        return scipy.sparse.hstack([meaning, scipy.sparse.csr_matrix(SIGNS * seen), *blocks]).tocsr()

    def row(self, text: str, words: str, vector: Floats) -> Rows:
        """What `rows` gives for this one message, in a fraction of the time."""
        folded = fold(words)
        hashed = [_HASHER.transform([runs(folded)]).indices for runs in _RUNS]
        seen = np.array(self.signs.evidence(text), np.float32)
        dense = np.concatenate([(vector - self.centre) / self.spread, SIGNS * seen])
        starts = (len(dense), len(dense) + _WIDTH)
        columns = [np.arange(len(dense)), *(start + found for start, found in zip(starts, hashed, strict=True))]
        values = [dense, *(np.full(len(found), LETTERS / 2**0.5 / max(len(found), 1) ** 0.5) for found in hashed)]
        indices, data = np.concatenate(columns).astype(np.int32), np.concatenate(values)
        return scipy.sparse.csr_matrix((data, indices, [0, len(data)]), shape=(1, len(dense) + 2 * _WIDTH))


def without_letters(rows: Rows) -> Floats:
    """Meaning and signs alone, as an ordinary matrix."""
    width = rows.shape[1] - 2 * _WIDTH
    if rows.shape[0] == 1:  # the same without what slicing costs
        dense, here = np.zeros((1, width), np.float32), rows.indices < width
        dense[0, rows.indices[here]] = rows.data[here]
        return dense
    return np.asarray(rows[:, :width].toarray(), np.float32)
