"""From pairs to a table: IBM model 1 for words, ridge regression for runs of letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]

from knowledge.glosses.pairs import Learned, Pair
from knowledge.glosses.table import Floats, Table, runs_of

ROUNDS: Final = 6
#: Spanish words kept for one word of the language, and the least probability of one.
KEPT: Final = 6
LEAST: Final = 0.02
#: Spanish words that stand in more than this share of the sentences tell nothing.
EVERYWHERE: Final = 0.08
#: With fewer there is nothing to see.
FEWEST_SENTENCES: Final = 200
RIDGE: Final = 0.2
#: Entries that are kept of what runs of letters say, for each sentence, and at most.
ENTRIES_A_SENTENCE: Final = 40
MOST_ENTRIES: Final = 60_000
#: Spanish words at a time.
BLOCK: Final = 512

Columns = Mapping[str, int]


def learn(found: Learned, columns: Columns) -> Table:
    """`columns`: Spanish words that are told -> their column; the others only explain what they stand for."""
    words, by_word = _words([*found.sentences, *found.entries], columns)
    runs, by_run = _runs(found.sentences, columns)
    return Table(words=words, by_word=by_word, runs=runs, by_run=by_run)


def telling(found: Learned) -> frozenset[str]:
    """The Spanish words of a language's pairs that do not stand in every other sentence."""
    times = Counter(word for pair in found.sentences for word in set(pair.spanish))
    everywhere = {word for word, count in times.items() if count > EVERYWHERE * len(found.sentences)}
    said = {word for pair in (*found.sentences, *found.entries) for word in pair.spanish if len(word) > 1}
    return frozenset(said - everywhere)


def _words(pairs: Sequence[Pair], columns: Columns) -> tuple[tuple[str, ...], sparse.csr_matrix]:
    words, spanish, probability = ibm1(pairs)
    column_of = np.array([columns.get(word, -1) for word in spanish])
    entries = probability.tocoo()
    column = column_of[entries.col]
    told = (column >= 0) & (entries.data >= LEAST)
    shape = (len(words), len(columns))
    matrix = sparse.csr_matrix((entries.data[told], (entries.row[told], column[told])), shape=shape)
    matrix = _best(matrix, KEPT)
    known = np.flatnonzero(np.diff(matrix.indptr))
    order = sorted(known.tolist(), key=words.__getitem__)
    return tuple(words[row] for row in order), matrix[order]


def ibm1(pairs: Sequence[Pair]) -> tuple[list[str], list[str], sparse.csr_matrix]:
    """The words of both sides, and how probably each Spanish word stands for each word of the language.

    A word that is nobody's (row 0 inside) takes what Spanish says and the language does not.
    """
    ours: dict[str, int] = {}
    spanish: dict[str, int] = {}
    sources, targets, sizes = [], [], []
    for pair in pairs:
        rows = [0, *(ours.setdefault(word, len(ours) + 1) for word in pair.ours)]
        for word in pair.spanish:
            sources.append(rows)
            targets.append(spanish.setdefault(word, len(spanish)))
            sizes.append(len(rows))
    lengths = np.array(sizes)
    source = np.concatenate([np.array(rows) for rows in sources]).astype(np.int64)
    keys, place = np.unique(source * len(spanish) + np.repeat(targets, lengths), return_inverse=True)
    row = keys // len(spanish)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    probability = np.ones(len(keys))
    for _ in range(ROUNDS):
        each = probability[place]
        each /= np.repeat(np.add.reduceat(each, starts), lengths)
        counts = np.bincount(place, weights=each, minlength=len(keys))
        probability = counts / np.bincount(row, weights=counts, minlength=len(ours) + 1)[row]
    shape = (len(ours) + 1, len(spanish))
    matrix = sparse.csr_matrix((probability.astype(np.float32), (row, keys % len(spanish))), shape=shape)
    return list(ours), list(spanish), matrix[1:]


def _runs(sentences: Sequence[Pair], columns: Columns) -> tuple[npt.NDArray[np.uint32], sparse.csr_matrix]:
    """Which Spanish words a run of letters speaks for or against, given all other runs of the sentence."""
    if len(sentences) < FEWEST_SENTENCES:
        return np.zeros(0, np.uint32), sparse.csr_matrix((0, len(columns)), dtype=np.float32)
    runs, seen, weight = _seen(sentences)
    given = seen @ sparse.diags(weight)
    norm = np.sqrt(given.multiply(given).sum(axis=1)).A.ravel()
    given = (sparse.diags(1 / np.maximum(norm, 1e-6)) @ given).tocsr().astype(np.float32)
    kernel = (given @ given.T).toarray() + np.float32(RIDGE) * np.eye(len(sentences), dtype=np.float32)
    solved = np.linalg.inv(kernel)
    often = np.sqrt(np.asarray(seen.sum(axis=0), np.float32).ravel()) ** 0.5
    most = min(MOST_ENTRIES, ENTRIES_A_SENTENCE * len(sentences))
    blocks = [
        _pruned(sparse.diags(weight) @ (given.T @ (solved @ said)), often / weight, most)
        @ _placed(places, len(columns))
        for places, said in _said(sentences, columns)
    ]
    whole = sum(blocks[1:], blocks[0])
    whole = _greatest(whole, np.repeat(often / weight, np.diff(whole.indptr)), most)
    used = np.flatnonzero(np.diff(whole.indptr))
    return runs[used], whole[used]


def _seen(sentences: Sequence[Pair]) -> tuple[npt.NDArray[np.uint32], sparse.csr_matrix, Floats]:
    """Runs that two sentences share, sentences x runs, and how rare each run is."""
    each = [sorted(runs_of(pair.ours)) for pair in sentences]
    times = Counter(run for runs in each for run in runs)
    runs = np.array(sorted(run for run, count in times.items() if count > 1), np.uint32)
    number = {run: place for place, run in enumerate(runs.tolist())}
    kept = [[number[run] for run in one if run in number] for one in each]
    starts = np.cumsum([0, *map(len, kept)])
    columns = np.array([place for one in kept for place in one])
    seen = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(each), len(runs)))
    rare = np.log((1 + len(each)) / (1 + np.asarray(seen.sum(axis=0)).ravel())) + 1
    return runs, seen, rare.astype(np.float32)


def _said(sentences: Sequence[Pair], columns: Columns) -> Iterator[tuple[npt.NDArray[np.intp], Floats]]:
    """Blocks of columns, each with sentences x Spanish words."""
    used = sorted({columns[word] for pair in sentences for word in pair.spanish if word in columns})
    for start in range(0, len(used), BLOCK):
        place = {column: number for number, column in enumerate(used[start : start + BLOCK])}
        said = np.zeros((len(sentences), len(place)), np.float32)
        for row, pair in enumerate(sentences):
            said[row, [place[columns[word]] for word in pair.spanish if columns.get(word) in place]] = 1
        yield np.array(list(place)), said


def _pruned(values: Floats, factor: Floats, most: int) -> sparse.csr_matrix:
    """The greatest entries by how much they matter over all sentences."""
    matters = np.abs(values) * factor[:, None]
    floor = 0.0 if matters.size <= most else float(np.partition(matters.ravel(), -most)[-most])
    return sparse.csr_matrix(np.where(matters > floor, values, np.float32(0)))


def _placed(places: npt.NDArray[np.intp], width: int) -> sparse.csr_matrix:
    """Puts the columns of a block in their places among all."""
    ones = np.ones(len(places), np.float32)
    return sparse.csr_matrix((ones, (np.arange(len(places)), places)), shape=(len(places), width))


def _greatest(matrix: sparse.csr_matrix, factor: Floats, most: int) -> sparse.csr_matrix:
    matters = np.abs(matrix.data) * factor
    if len(matters) > most:
        matrix.data[matters < np.partition(matters, -most)[-most]] = 0
        matrix.eliminate_zeros()
    return _best(matrix, 255)


def _best(matrix: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """At most `most` entries a row."""
    for row in np.flatnonzero(np.diff(matrix.indptr) > most):
        entries = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        entries[np.argsort(-np.abs(entries), kind="stable")[most:]] = 0
    matrix.eliminate_zeros()
    return matrix
