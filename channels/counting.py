"""The console's figures are counted in the background, one period after the other."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread

import structlog

from channels.journal.figures import Figures

log = structlog.get_logger()


class Counting:
    def __init__(self, figures: Figures, periods: Sequence[int]) -> None:
        self._figures = figures
        self._periods = periods
        self._working: Thread | None = None

    async def apply(self) -> None:
        """A duty of the sweep; the other duties do not wait for it, since a million messages take a while to count."""
        self.begin()

    def begin(self) -> Thread | None:
        """Count what is due, in a thread of its own; None while the last one still counts."""
        if self._working is not None and self._working.is_alive():
            return None
        self._working = Thread(target=self._count, name="counting", daemon=True)
        self._working.start()
        return self._working

    def _count(self) -> None:
        for days in self._periods:
            try:
                self._figures.count(days)
            except Exception:
                log.exception("counting_failed", days=days)
