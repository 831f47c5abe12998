"""What the editors' commands share: their arguments, how long a text is as it is sent, and mistakes in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from channels import segments
from knowledge.errors import KnowledgeError
from knowledge.problems import Problem
from locales.languages import Register

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The name of the article's folder.")]
Slugs = Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help="Leave out for all articles.")]
Folder = Annotated[Path, typer.Option("--folder", envvar="KNOWLEDGE_DIR", help="The folder of articles.")]
Said = Annotated[str, typer.Option("--lang", help="Language of these messages: en or es.")]


def sms_segments(text: str, tag: str) -> int:
    """SMS segments of the text as it is sent in the language `tag`."""
    return segments.count(segments.fold(text, _folds().get(tag))).segments


@cache
def _folds() -> Mapping[str, Mapping[str, str]]:
    return {language.tag: language.fold for language in Register.load().languages}


def utc_today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def plainly(lang: str = "en") -> Iterator[None]:
    """Whatever is wrong is said in sentences, with exit status 1."""
    try:
        yield
    except KnowledgeError as error:
        show_problems(error.problems, lang)
        raise typer.Exit(1) from None


def show_problems(problems: Sequence[Problem], lang: str) -> None:
    for problem in problems:
        typer.echo(problem.say(lang))


def only(slugs: list[str] | None) -> list[str]:
    """Names, also where a path to the folder was typed."""
    return [Path(slug).name for slug in slugs or ()]
