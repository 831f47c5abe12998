from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.problems import Problem
from knowledge.sample_articles import SLUGS, replace_in, write_library

#: A promise of two seconds on a free machine; tests share theirs.
PATIENCE = 30

SLUG = "us-asylum-fees"
SPANISH = f"{SLUG}/es.md"


class Following:
    """A live library with everything it has reported, and a way to wait for the next report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.libraries: list[Library] = []
        self.problems: list[tuple[Problem, ...]] = []
        self.fail = False
        self._told = threading.Condition()
        self.live = LiveLibrary(folder, self._changed, on_problems=self._wrong, slugs=SLUGS)

    def _changed(self, library: Library) -> None:
        if self.fail:
            raise RuntimeError("no index")
        with self._told:
            self.libraries.append(library)
            self._told.notify_all()

    def _wrong(self, problems: tuple[Problem, ...]) -> None:
        with self._told:
            self.problems.append(problems)
            self._told.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        def wait() -> bool:
            with self._told:
                return self._told.wait_for(true, PATIENCE)

        assert await asyncio.to_thread(wait), "nothing was reported"

    def sms(self) -> str:
        return self.live.current.articles[SLUG].words["es"].sms


@asynccontextmanager
async def following(folder: Path) -> AsyncIterator[Following]:
    it = Following(folder)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(it.live.watch(stop))
        try:
            yield it
        finally:
            stop.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


def save_by_rename(path: Path, old: str, new: str) -> None:
    """As vim and most word processors save."""
    passing = path.with_name(f".{path.name}.swp")
    passing.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    path.rename(path.with_name(f"{path.name}~"))
    passing.rename(path)
    path.with_name(f"{path.name}~").unlink()


@pytest.mark.parametrize("save", [replace_in, save_by_rename], ids=["in place", "by rename"])
async def test_watch_puts_a_save_into_service(folder: Path, save: Callable[[Path, str, str], None]) -> None:
    """However an editor saves, the new words are what people get."""
    async with following(folder) as it:
        save(folder / SPANISH, "Hay ayuda gratis", "Siempre hay ayuda gratis")
        await it.until(lambda: len(it.libraries) == 1)
        await it.until(lambda: it.live.current is it.libraries[0])

        assert "Siempre" in it.sms()


async def test_watch_keeps_the_last_good_version_of_a_broken_article(folder: Path) -> None:
    """A broken save changes nothing and is reported; other articles still change; the repair goes into service."""
    async with following(folder) as it:
        before = it.sms()
        replace_in(folder / SPANISH, "Hay ayuda gratis", "Son $5")
        await it.until(lambda: bool(it.problems))
        assert [problem.code for problem in it.live.problems] == ["bare_amount"]
        assert it.sms() == before

        replace_in(folder / "mx-refugee-comar/es.md", "Hay ayuda gratis", "Siempre hay ayuda gratis")
        await it.until(lambda: len(it.libraries) == 1)
        assert it.libraries[0].articles[SLUG].words["es"].sms == before

        replace_in(folder / SPANISH, "Son $5", "Hay mucha ayuda gratis")
        await it.until(lambda: len(it.libraries) == 2 and it.problems[-1] == ())

        assert "mucha" in it.libraries[1].articles[SLUG].words["es"].sms


async def test_watch_survives_the_folder_being_deleted(folder: Path, tmp_path: Path) -> None:
    """With the folder gone what was in service stays; when it is back, so is the watch."""
    async with following(folder) as it:
        shutil.move(folder, tmp_path / "away")
        await it.until(lambda: bool(it.problems) and it.problems[-1][0].code == "no_folder")
        assert len(it.live.current) == len(SLUGS.all)

        replace_in(tmp_path / "away" / SPANISH, "Hay ayuda gratis", "Siempre hay ayuda gratis")
        shutil.move(tmp_path / "away", folder)
        await it.until(lambda: len(it.libraries) == 1 and it.problems[-1] == ())
        replace_in(folder / SPANISH, "Siempre hay ayuda gratis", "Otra vez hay ayuda gratis")
        await it.until(lambda: len(it.libraries) == 2)

        assert "Otra vez" in it.libraries[1].articles[SLUG].words["es"].sms


async def test_watch_sees_a_folder_that_is_replaced_at_once(folder: Path, tmp_path: Path) -> None:
    """A deployment that puts another folder in the same place is seen, although nothing in the old one changed."""
    other = write_library(tmp_path / "other")
    replace_in(other / SPANISH, "Hay ayuda gratis", "Siempre hay ayuda gratis")
    async with following(folder) as it:
        shutil.move(folder, tmp_path / "old")
        shutil.move(other, folder)
        await it.until(lambda: len(it.libraries) == 1)

        assert "Siempre" in it.libraries[0].articles[SLUG].words["es"].sms


async def test_watch_takes_a_deleted_article_out_of_service(folder: Path) -> None:
    """Deleting an article's folder is how an editor withdraws it."""
    async with following(folder) as it:
        shutil.rmtree(folder / SLUG)
        await it.until(lambda: len(it.libraries) == 1)

        assert SLUG not in it.libraries[0]


async def test_watch_keeps_the_old_library_when_the_new_one_cannot_be_indexed(folder: Path) -> None:
    """A failure behind `on_change` never leaves words in service that the search does not know."""
    async with following(folder) as it:
        it.fail = True
        replace_in(folder / SPANISH, "Hay ayuda gratis", "Siempre hay ayuda gratis")
        await it.until(lambda: bool(it.problems))

        assert [problem.code for problem in it.live.problems] == ["not_in_service"]
        assert "Siempre" not in it.sms()


def test_refresh_without_a_change_does_nothing(folder: Path) -> None:
    """Looking again costs no reload and calls nobody."""
    it = Following(folder)
    before = it.live.current

    assert it.live.refresh() is False
    assert it.live.current is before
    assert it.libraries == []


def test_live_library_starts_without_a_broken_article(folder: Path) -> None:
    """A comma in one file keeps no one from all the other answers; what is missing is named."""
    (folder / SLUG / "article.yaml").write_text("risk: [", "utf-8")

    it = Following(folder)

    assert len(it.live.current) == len(SLUGS.all) - 1
    assert [problem.slug for problem in it.problems[-1]] == [SLUG]
