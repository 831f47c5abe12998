"""A message as a row of numbers: its meaning (the sentence's vector), its letters and words, the patterns' signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

import numpy as np
import scipy.sparse  # type: ignore[import-untyped]
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


def without_letters(rows: Rows) -> Floats:
    """Meaning and signs alone, as an ordinary matrix."""
    return np.asarray(rows[:, : rows.shape[1] - 2 * _WIDTH].toarray(), np.float32)
