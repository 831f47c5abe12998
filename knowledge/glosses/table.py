"""Glosses: which Spanish words a word of another language stands for, as learned from text; `glosses.npz`.

A gloss is not a translation. It says which Spanish words stood in sentences where this word stood, which is enough
to guess what a message is about and never enough to answer it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

FILE: Final = Path(__file__).with_name("glosses.npz")
#: Runs of letters that are told apart by a number below 2 ** BITS.
BITS: Final = 24
RUNS: Final = (3, 5)
#: How many known words stand in for an unknown one, and how sharply the nearest are preferred.
ALIKE: Final = 5
SHARPNESS: Final = 3
#: What whole runs of letters say, beside what words say.
RUNS_WEIGHT: Final = 4.0

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A matrix with few entries: for each row the columns and their weights."""

    counts: npt.NDArray[np.uint8]
    columns: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.int8]
    #: What one step of `weights` stands for.
    step: float

    @classmethod
    def of(cls, matrix: sparse.csr_matrix) -> Self:
        """At most 255 entries a row."""
        step = float(np.abs(matrix.data).max(initial=0.0)) / 127 or 1.0
        weights = np.round(matrix.data / step).astype(np.int8)
        counts = np.diff(matrix.indptr).astype(np.uint8)
        return cls(counts=counts, columns=matrix.indices.astype(np.uint16), weights=weights, step=step)

    def matrix(self, width: int) -> sparse.csr_matrix:
        starts = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        weights = self.weights.astype(np.float32) * np.float32(self.step)
        return sparse.csr_matrix((weights, self.columns.astype(np.int32), starts), shape=(len(self.counts), width))


@dataclass(frozen=True)
class Table:
    """What was learned of one language. Columns of both matrices are the Spanish words of `Glosses`."""

    words: tuple[str, ...]
    by_word: sparse.csr_matrix
    #: Numbers of the runs of letters, ascending, one a row of `by_run`.
    runs: npt.NDArray[np.uint32]
    by_run: sparse.csr_matrix

    def gloss(self, words: Sequence[str]) -> Floats:
        """A weight for each Spanish word, in sum 1 + RUNS_WEIGHT at most."""
        told = self._told(words)
        known = np.isin(self.runs, list(runs_of(words))).astype(np.float32)
        beside = np.maximum(np.asarray(self.by_run.T @ known, np.float32), 0)
        return _shares(told) + RUNS_WEIGHT * _shares(beside)

    def word(self, word: str) -> Floats:
        """How probably each Spanish word stands for this one; of an unknown word, for those that look like it."""
        return self._told([word])

    def knows(self, word: str) -> bool:
        return word in self._numbers

    def _told(self, words: Iterable[str]) -> Floats:
        shares = np.zeros(len(self.words), np.float32)
        for row, share in self._rows(words):
            shares[row] += share
        return np.asarray(self.by_word.T @ shares, np.float32)

    def _rows(self, words: Iterable[str]) -> Iterator[tuple[int, float]]:
        """Rows of `by_word`, each with how much it counts."""
        for word in words:
            row = self._numbers.get(word, self._bare.get(word.replace("'", "")))
            if row is None:
                yield from self._alike(word)
            else:
                yield row, 1.0

    def _alike(self, word: str) -> Iterator[tuple[int, float]]:
        likeness = (self._letters.transform([word]) @ self._spelled).tocsr()
        nearest = np.argsort(-likeness.data, kind="stable")[:ALIKE]
        if not len(nearest):
            return
        likest = likeness.data[nearest]
        shares = likest**SHARPNESS / (likest**SHARPNESS).sum() * likest[0]
        yield from zip(likeness.indices[nearest].tolist(), shares.tolist(), strict=True)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def _bare(self) -> Mapping[str, int]:
        """Many leave glottal stops out."""
        return {word.replace("'", ""): number for number, word in reversed(list(enumerate(self.words)))}

    @cached_property
    def _letters(self) -> TfidfVectorizer:
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        return letters.fit(self.words)

    @cached_property
    def _spelled(self) -> sparse.csr_matrix:
        return self._letters.transform(self.words).T.tocsr()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glosses:
    #: The Spanish words that are told, without accents.
    spanish: tuple[str, ...]
    tables: Mapping[str, Table]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        with np.load(file) as stored:
            spanish = _unjoined(stored["spanish"])
            tags = _unjoined(stored["tags"])
            return cls(spanish=spanish, tables={tag: _read(tag, stored, len(spanish)) for tag in tags})

    def likeliest(self, word: str, table: Table) -> str:
        """The Spanish word that this word most probably stands for; empty when nothing is known of it."""
        meaning = table.word(word)
        return self.spanish[int(meaning.argmax())] if meaning.any() else ""

    def save(self, file: Path) -> None:
        arrays: dict[str, npt.NDArray[Any]] = {"spanish": _joined(self.spanish), "tags": _joined(self.tables)}
        for tag, table in self.tables.items():
            arrays[f"{tag}.words"] = _joined(table.words)
            arrays[f"{tag}.runs"] = np.diff(table.runs, prepend=np.uint32(0))
            for name, matrix in (("by_word", table.by_word), ("by_run", table.by_run)):
                rows = Rows.of(matrix)
                arrays |= {f"{tag}.{name}.counts": rows.counts, f"{tag}.{name}.columns": rows.columns}
                arrays |= {f"{tag}.{name}.weights": rows.weights, f"{tag}.{name}.step": np.array(rows.step)}
        np.savez_compressed(file, **arrays)


def runs_of(words: Iterable[str]) -> frozenset[int]:
    """The numbers of all runs of letters in the words, their edges marked."""
    runs = set[str]()
    for word in words:
        letters = f" {word} "
        for length in range(RUNS[0], RUNS[1] + 1):
            runs.update(letters[start : start + length] for start in range(len(letters) - length + 1))
    return frozenset(zlib.crc32(run.encode()) >> (32 - BITS) for run in runs)


def _read(tag: str, stored: Mapping[str, npt.NDArray[Any]], width: int) -> Table:
    matrices = {
        name: Rows(
            counts=stored[f"{tag}.{name}.counts"],
            columns=stored[f"{tag}.{name}.columns"],
            weights=stored[f"{tag}.{name}.weights"],
            step=float(stored[f"{tag}.{name}.step"]),
        ).matrix(width)
        for name in ("by_word", "by_run")
    }
    runs = np.cumsum(stored[f"{tag}.runs"], dtype=np.uint32)
    return Table(words=_unjoined(stored[f"{tag}.words"]), runs=runs, **matrices)


def _shares(weights: Floats) -> Floats:
    total = float(weights.sum())
    return weights / np.float32(total) if total > 0 else weights


def _joined(texts: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unjoined(stored: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    text = stored.tobytes().decode()
    return tuple(text.split("\n")) if text else ()
