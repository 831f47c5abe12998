"""Opening one article for work, and writing its files so that nobody ever reads half of one."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.article import Article
from knowledge.errors import KnowledgeError
from knowledge.folder import read_article
from knowledge.misfits import close_to
from knowledge.parse import Draft, parse_article
from knowledge.problems import Problem, errors_in
from knowledge.slugs import load_slugs

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def open_draft(folder: Path, slug: str) -> Draft:
    """Raises KnowledgeError when there is no such article."""
    # The name may come from a spreadsheet: it must not lead anywhere else.
    if not SLUG.fullmatch(slug) or not (folder / slug).is_dir():
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
