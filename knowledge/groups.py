"""Questions grouped by what they are about, also such as no article answers.

Two questions can be about the same thing and share no word, and their own vectors are hardly nearer than any two
(docs/decisions/0004). What tells is *which articles they are near to*: a question's profile. On the tuning half of
tests/questions, pairs that ended in one group are of one topic in .50 (by the vectors themselves: .30; by chance: .02).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]

from knowledge.vectors import Floats

Numbers = npt.NDArray[np.intp]

#: Mean cosine distance between profiles up to which groups are joined.
APART: Final = 0.38


def groups(profiles: Floats) -> tuple[tuple[int, ...], ...]:
    """Row numbers, the biggest group first; in each the row first that is nearest to all the others."""
    if not len(profiles):
        return ()
    labels = _labels(profiles)
    members = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    found = [tuple(int(row) for row in _central_first(profiles, rows)) for rows in members]
    return tuple(sorted(found, key=lambda rows: (-len(rows), rows)))


def _labels(profiles: Floats) -> Numbers:
    if len(profiles) == 1:
        return np.zeros(1, np.intp)
    # From cosines, since one row of zeros would be refused otherwise.
    distances = np.clip(1 - profiles @ profiles.T, 0, None)
    np.fill_diagonal(distances, 0)
    grouping = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=APART
    )
    return np.asarray(grouping.fit_predict(distances))


def _central_first(profiles: Floats, rows: Numbers) -> Numbers:
    own = profiles[rows]
    return np.asarray(rows)[np.argsort(-(own @ own.mean(axis=0)), kind="stable")]
