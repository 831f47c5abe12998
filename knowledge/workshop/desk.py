"""Opening one article for work, and writing its files so that nobody ever reads half of one."""

from __future__ import annotations

from pathlib import Path

from knowledge.article import Article
from knowledge.errors import KnowledgeError
from knowledge.folder import read_article
from knowledge.misfits import close_to
from knowledge.parse import Draft, parse_article
from knowledge.problems import Problem, errors_in
from knowledge.slugs import load_slugs


def open_draft(folder: Path, slug: str) -> Draft:
    """Raises KnowledgeError when there is no such article."""
    if not (folder / slug).is_dir():
        hint = close_to(slug, list(load_slugs().all))
        raise KnowledgeError(
            [Problem(file=slug, line=None, key="", code="no_such_article", values={"hint": hint, "slug": slug})]
        )
    return parse_article(slug, read_article(folder / slug))


def open_article(folder: Path, slug: str) -> Article:
    """Raises KnowledgeError when it is not there or cannot be read."""
    draft = open_draft(folder, slug)
    if draft.article is None:
        raise KnowledgeError(errors_in(draft.problems))
    return draft.article


def write(path: Path, text: str) -> None:
    """Replaces the file in one step. Line ends are written as they are in `text`."""
    passing = path.with_name(f".{path.name}.new")
    passing.write_bytes(text.encode())
    passing.replace(path)
