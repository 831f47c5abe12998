"""Questions grouped by meaning, while operators look on: what a question means takes 20 ms to find out, once.

Vectors are kept in memory only, for as long as the question is in the list; texts are not kept at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock, Thread

import numpy as np
import structlog

from channels.content import Content
from channels.journal.unanswered import Asked, Unanswered
from knowledge.groups import groups
from knowledge.vectors import Floats

#: Questions whose meaning is found out in one go, and seconds that a visitor waits for more.
AT_ONCE, PATIENCE = 16, 1.0
#: Articles that a group is said to be near to.
NEAR = 3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions about the same thing, the most typical first."""

    asked: tuple[Asked, ...]
    #: Slugs, the nearest first.
    near: tuple[str, ...]

    @property
    def people(self) -> int:
        return len({each.person for each in self.asked})

    @property
    def size(self) -> tuple[int, int]:
        """Ten people count more than ten messages of one."""
        return self.people, len(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    groups: tuple[Group, ...]
    #: Questions that are not in a group yet.
    pending: int


def different_first(rows: Sequence[int], vectors: Sequence[Floats]) -> tuple[int, ...]:
    """The same rows; those that say what one before them says come last, so that the first few show several ways."""
    different = {vectors[row].tobytes(): row for row in reversed(rows)}
    firsts = set(different.values())
    return (*(row for row in rows if row in firsts), *(row for row in rows if row not in firsts))


class Grouping:
    def __init__(self, content: Content, journal: Unanswered) -> None:
        self._content = content
        self._journal = journal
        self._vectors: dict[str, Floats] = {}
        self._lock = Lock()
        self._working: Thread | None = None
        self._last: tuple[object, tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]] = (None, ())

    def of(self, asked: Sequence[Asked], patience: float = PATIENCE) -> Grouped:
        """The groups of those whose meaning is known by now, the biggest first; the others follow in the background."""
        wanted = {each.sid for each in asked}
        with self._lock:
            for gone in self._vectors.keys() - wanted:
                del self._vectors[gone]
            missing = [each.sid for each in asked if each.sid not in self._vectors]
        if missing and self._content.searches:
            self._learn(missing, patience)
        with self._lock:
            known = [(each, self._vectors[each.sid]) for each in asked if each.sid in self._vectors]
        made = self._made(tuple(each.sid for each, _ in known), [vector for _, vector in known])
        found = [Group(asked=tuple(known[row][0] for row in rows), near=near) for rows, near in made]
        ordered = sorted(found, key=lambda group: group.size, reverse=True)
        return Grouped(groups=tuple(ordered), pending=len(asked) - len(known))

    def _made(
        self, sids: tuple[str, ...], vectors: Sequence[Floats]
    ) -> tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]:
        """Made once for the same questions and articles."""
        index = self._content.index
        if index is None or not sids:
            return ()
        key = (sids, self._content.live.current.version)
        if self._last[0] != key:
            profiles = index.profiles(np.stack(vectors))
            found = [different_first(rows, vectors) for rows in groups(profiles)]
            centres = np.stack([profiles[list(rows)].mean(axis=0) for rows in found])
            self._last = (key, tuple(zip(found, index.articles_near(centres, NEAR), strict=True)))
        return self._last[1]

    def _learn(self, sids: Sequence[str], patience: float) -> None:
        with self._lock:
            if self._working is None or not self._working.is_alive():
                self._working = Thread(target=self._work, args=(list(sids),), name="grouping", daemon=True)
                self._working.start()
            working = self._working
        working.join(patience)

    def _work(self, sids: list[str]) -> None:
        try:
            for start in range(0, len(sids), AT_ONCE):
                texts = self._journal.texts(sids[start : start + AT_ONCE])
                self._keep(texts, self._content.vectors)
                time.sleep(0)
        except Exception:
            log.exception("grouping_failed")

    def _keep(self, texts: Mapping[str, str], vectors_of: Callable[[Sequence[str]], Floats | None]) -> None:
        vectors = vectors_of(list(texts.values())) if texts else None
        if vectors is not None:
            with self._lock:
                self._vectors.update(zip(texts, vectors, strict=True))
