"""The folder of articles as a running service sees it: a save is in service within two seconds, a broken one never.

Each article stands for itself: while one is broken, its last good version stays and the others still change. A folder
that disappears as a whole changes nothing; a single article that is deleted goes out of service.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from knowledge.folder import Fingerprint, fingerprint
from knowledge.library import Library, Loaded, load_usable
from knowledge.problems import Problem
from knowledge.slugs import Slugs

#: Wait until nothing has changed for this long (ms), so that a save of several files is one change …
STEP = 100
#: … but never longer than this (ms).
DEBOUNCE = 500
#: Look by ourselves this often (ms): watching ends unseen when the folder is replaced, and is blind on network disks.
LOOK = 1_000

log = logging.getLogger(__name__)

OnChange = Callable[[Library], None]
OnProblems = Callable[[tuple[Problem, ...]], None]


def _ignore(_: object) -> None:
    pass


class LiveLibrary:
    """`current` is always a whole library; `problems` says why the folder on disk is not what is in service.

    `on_change` is called in a worker thread with the new library *before* it becomes `current`, so that an index can be
    built; if it raises, the old library stays. `on_problems` is called with all problems whenever they change.
    """

    def __init__(
        self,
        folder: Path,
        on_change: OnChange = _ignore,
        *,
        on_problems: OnProblems = _ignore,
        slugs: Slugs | None = None,
    ) -> None:
        """Loads the folder; articles that cannot be served are left out and named in `problems`."""
        self._folder = folder
        self._slugs = slugs
        self._on_change = on_change
        self._on_problems = on_problems
        self._seen: Fingerprint = fingerprint(folder)
        loaded = load_usable(folder, slugs=slugs)
        self._current = Library.of(loaded.articles, slugs)
        self._problems = loaded.problems
        if self._problems:
            self._report()

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def current(self) -> Library:
        return self._current

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    async def watch(self, stop: asyncio.Event | None = None) -> None:
        """Follows the folder until cancelled, or until `stop` is set."""
        stop = stop or asyncio.Event()
        while not stop.is_set():
            await self._look(stop)
            if self._folder.is_dir():
                await self._until_replaced(stop)
            else:
                await _wait(stop, LOOK / 1_000)

    def refresh(self) -> bool:
        """Looks at the folder once, in the caller's thread; True when there is a new library."""
        seen = fingerprint(self._folder)
        if seen == self._seen:
            return False
        loaded = load_usable(self._folder, slugs=self._slugs)
        changed = self._take(loaded)
        # Remembered only now: had a file changed while reading, the next look must see it.
        self._seen = seen
        return changed

    async def _look(self, stop: asyncio.Event) -> None:
        """Refreshes once the folder has been quiet for a moment: half of a deletion or copy is no state to serve."""
        before = fingerprint(self._folder)
        if before == self._seen:
            return
        for _ in range(DEBOUNCE // STEP):
            await _wait(stop, STEP / 1_000)
            now = fingerprint(self._folder)
            if now == before:
                break
            before = now
        await asyncio.to_thread(self.refresh)

    async def _until_replaced(self, stop: asyncio.Event) -> None:
        """Ends when the folder is no longer the one that the watch began with."""
        try:
            identity = _identity(self._folder)
            changes = awatch(
                self._folder, debounce=DEBOUNCE, step=STEP, rust_timeout=LOOK, yield_on_timeout=True, stop_event=stop
            )
            async with aclosing(changes):
                async for _ in changes:
                    await self._look(stop)
                    if _identity(self._folder) != identity:
                        return
        except (OSError, RuntimeError):  # the folder went away, or the system cannot watch: then looking must do
            await _wait(stop, LOOK / 1_000)

    def _take(self, loaded: Loaded) -> bool:
        problems = loaded.problems
        changed = False
        if loaded.articles or loaded.held:
            kept = {slug: old for slug, old in self._current.articles.items() if slug in loaded.held}
            library = Library.of({**loaded.articles, **kept}, self._slugs)
            if library.version != self._current.version:
                try:
                    self._on_change(library)
                except Exception as error:
                    log.exception("A change of the articles could not be put into service")
                    problems = (*problems, _not_in_service(self._folder, error))
                else:
                    log.info("Articles in service: %s", library.version)
                    self._current = library
                    changed = True
        if problems != self._problems:
            self._problems = problems
            self._report()
        return changed

    def _report(self) -> None:
        for problem in self._problems:
            log.error("Held back: %s: %s", problem.file, problem.message)
        self._on_problems(self._problems)


def _not_in_service(folder: Path, error: Exception) -> Problem:
    values = {"reason": type(error).__name__}
    return Problem(file=folder.name, line=None, key="", code="not_in_service", values=values)


def _identity(folder: Path) -> tuple[int, int]:
    stat = folder.stat()
    return stat.st_dev, stat.st_ino


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
