"""What the reading pages (unanswered, knowledge, languages, figures) need of the gateway."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from channels.console.grouping import Grouping
from channels.content import Content
from channels.journal.figures import Figures
from channels.journal.unanswered import Asked, Unanswered
from channels.knowledge_options import sms_segments
from knowledge.check import check
from knowledge.folder import fingerprint
from knowledge.problems import Problem

#: Days that figures can be shown for: weeks, so that every period has as many Sundays as any other.
PERIODS = (7, 28, 91)
#: Questions of each kind that are looked at, and seconds for which their list is good.
MOST_ASKED, FRESH = 700, 10.0


class Reading:
    def __init__(
        self,
        *,
        figures: Figures,
        unanswered: Unanswered,
        content: Content,
        folder: Path,
        periods: tuple[int, ...],
        now: Callable[[], datetime],
    ) -> None:
        """`folder` holds the articles; proposals go beside it."""
        self.figures = figures
        self.unanswered = unanswered
        self.content = content
        self.grouping = Grouping(content, unanswered)
        self.proposals = folder.parent / "proposals"
        #: Those of PERIODS for which messages are kept.
        self.periods = periods
        self.now = now
        self._folder = folder
        self._checked: tuple[object, tuple[Problem, ...]] = (None, ())
        self._asked: tuple[float, tuple[Asked, ...]] = (-math.inf, ())
        self._lock, self._asking = Lock(), Lock()

    def asked(self) -> tuple[Asked, ...]:
        """The newest questions without a good answer. Read anew after FRESH seconds; the erased have no text."""
        with self._asking:
            read_at, asked = self._asked
            if time.monotonic() - read_at > FRESH:
                asked = self.unanswered.since(self.now() - timedelta(days=self.month), MOST_ASKED)
                self._asked = (time.monotonic(), asked)
            return asked

    @property
    def month(self) -> int:
        """The period that the pages about articles and languages speak of."""
        return self.periods[min(1, len(self.periods) - 1)]

    def checked(self) -> tuple[Problem, ...]:
        """What the check says of the folder as it is on disk. Takes seconds when it changed, or a day began."""
        with self._lock:
            seen = (fingerprint(self._folder), self.now().date())
            if self._checked[0] != seen:
                self._checked = (seen, tuple(check(self._folder, sms_segments, self.now().date())))
            return self._checked[1]


def periods_within(retention_days: int) -> tuple[int, ...]:
    return tuple(days for days in PERIODS if days <= retention_days) or (retention_days,)
