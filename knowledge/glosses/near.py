"""How near Spanish texts are to a bag of Spanish words with weights: whole words, and the letters of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from knowledge.glosses.table import Floats

#: Letters beside whole words: "trabajo" is near "trabajar".
LETTERS: Final = 0.5


class Near:
    """Texts to be found, indexed; `words` are what bags are made of."""

    def __init__(self, texts: Sequence[str], words: Sequence[str], *, usual: Sequence[str] = ()) -> None:
        """`usual`: further texts that show how common words are."""
        whole = TfidfVectorizer(analyzer=str.split, sublinear_tf=True, dtype=np.float32)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        self._views = [
            _View(model, texts, words, usual, weight) for model, weight in ((whole, 1.0), (letters, LETTERS))
        ]

    def scores(self, bag: Floats) -> Floats:
        """One for each text, 0 … 1.5; `bag` has a weight for each of the words."""
        return np.asarray(sum(view.scores(bag) for view in self._views), np.float32)


class _View:
    def __init__(
        self, model: TfidfVectorizer, texts: Sequence[str], words: Sequence[str], usual: Sequence[str], weight: float
    ) -> None:
        model.fit([*texts, *usual])
        self._texts = model.transform(texts)
        model.norm = None
        self._words: sparse.csr_matrix = model.transform(words).T.tocsr()
        self._weight = weight

    def scores(self, bag: Floats) -> Floats:
        asked = self._words @ bag
        length = float(np.linalg.norm(asked))
        found = np.asarray(self._texts @ asked, np.float32)
        return np.asarray(found * (self._weight / length), np.float32) if length else found
