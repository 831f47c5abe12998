"""An edit under the running service: words and search change together, and a broken save changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.replies import ArticlePart
from channels.content import Content
from channels.render import render
from channels.settings import Settings
from knowledge.sample_articles import TODAY, replace_in, write_library
from knowledge.testing import LetterEncoder

SLUG = "us-asylum-fees"
#: In the list of real slugs, since a service knows no other.
SLUGS = (SLUG, "mx-refugee-comar", "us-asylum-deadlines", "gt-asylum")
#: A promise of two seconds on a free machine; tests share theirs.
PATIENCE = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles", SLUGS)


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Content]:
    content, stop = Content(Settings(knowledge_dir=folder), LetterEncoder()), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(content.live.watch(stop))
        try:
            yield content
        finally:
            stop.set()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - nobody is told when the articles change
            await asyncio.sleep(0.02)


def answer(content: Content) -> str:
    (bubble,) = render((ArticlePart(slug=SLUG),), content.wording(), tag="es", today=TODAY)
    return bubble.text


async def test_content_answers_with_what_was_saved(folder: Path) -> None:
    """The next person reads the new words, and finds them by a question that nobody knew before."""
    async with serving(folder) as content:
        before = answer(content)
        replace_in(folder / SLUG / "article.yaml", "value: $100", "value: $102")
        replace_in(folder / SLUG / "es.md", "asked_as:", "asked_as:\n- zarigüeya zarigüeya zarigüeya")
        await until(lambda: answer(content) != before)
        found = await content.look_up("zarigüeya zarigüeya", "es")

    assert (before, answer(content)) == ("El trámite cuesta $100. Hay ayuda gratis.", before.replace("$100", "$102"))
    assert found.candidates[0].slug == SLUG


async def test_content_keeps_answering_through_a_broken_save(folder: Path) -> None:
    """What was in service stays while a file is broken, the problem is named, and the repair goes into service."""
    async with serving(folder) as content:
        before = answer(content)
        replace_in(folder / SLUG / "es.md", "Hay ayuda gratis", "Son $5")
        await until(lambda: bool(content.live.problems))
        broken = answer(content), [problem.code for problem in content.live.problems]
        replace_in(folder / SLUG / "es.md", "Son $5", "Siempre hay ayuda")
        await until(lambda: not content.live.problems and answer(content) != before)

    assert broken == (before, ["bare_amount"])
    assert "Siempre hay ayuda" in answer(content)
