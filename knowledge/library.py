"""The articles at one moment. A library never changes; a new save makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Self

from knowledge.article import Article
from knowledge.check import safety
from knowledge.digest import article_digest
from knowledge.errors import KnowledgeError
from knowledge.folder import read_articles
from knowledge.parse import parse_article
from knowledge.problems import Problem
from knowledge.slugs import Slugs, load_slugs


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    #: By slug, in the order of the menus.
    articles: Mapping[str, Article]
    #: Changes whenever anything that is in service changes, questions and signatures included.
    version: str

    @classmethod
    def of(cls, articles: Mapping[str, Article], slugs: Slugs | None = None) -> Self:
        order = {slug: index for index, slug in enumerate((slugs or load_slugs()).all)}
        ordered = sorted(articles.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
        return cls(articles=MappingProxyType(dict(ordered)), version=_version(articles))

    @classmethod
    def load(cls, folder: Path, *, slugs: Slugs | None = None) -> Self:
        """Raises KnowledgeError with everything that keeps an article of the folder out of service."""
        loaded = load_usable(folder, slugs=slugs)
        if loaded.problems:
            raise KnowledgeError(loaded.problems)
        return cls.of(loaded.articles, slugs)

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(self.articles)

    def get(self, slug: str) -> Article | None:
        return self.articles.get(slug)

    def __contains__(self, slug: str) -> bool:
        return slug in self.articles

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A folder as it is on disk: the articles that can be served, and why the others cannot."""

    articles: Mapping[str, Article]
    #: Slugs with a folder that cannot be served as it is.
    held: frozenset[str]
    problems: tuple[Problem, ...]


def load_usable(folder: Path, *, slugs: Slugs | None = None) -> Loaded:
    """Never raises. Problems that do not endanger anyone (a long text, a translation behind) are for the check."""
    slugs = slugs or load_slugs()
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    held: set[str] = set()
    folders = read_articles(folder)
    for slug, files in folders.items():
        draft = parse_article(slug, files)
        # A clock that is wrong must not take articles out of service: dates in the future are for the check.
        holding = [problem for problem in safety(draft, today=date.max, slugs=slugs) if problem.holds]
        problems += holding
        if draft.article is None or holding:
            held.add(slug)
        else:
            articles[slug] = draft.article
    if not folders:
        problems.append(Problem(file=folder.name, line=None, key="", code="no_folder"))
    return Loaded(articles=articles, held=frozenset(held), problems=tuple(problems))


def _version(articles: Mapping[str, Article]) -> str:
    whole = sha256()
    for slug, article in sorted(articles.items()):
        questions = [(tag, words.asked_as, words.must_find) for tag, words in sorted(article.words.items())]
        rest = (questions, article.asked, article.signatures, sorted(article.recordings))
        whole.update(f"{slug} {article_digest(article)} {rest}\n".encode())
    return whole.hexdigest()[:16]
