"""Signing: a named person says that an article is right as it stands, word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge.article import Signature
from knowledge.check import check
from knowledge.digest import article_digest, article_meaning
from knowledge.errors import KnowledgeError, SigningRefusedError
from knowledge.problems import Problem, errors_in
from knowledge.rules.lengths import Measure
from knowledge.workshop.desk import open_article, write
from knowledge.workshop.edit import scalar

REVIEWER = re.compile(r"\S.*,\s*\S.*")
SNAPSHOT_HEAD = (
    "# What was signed last, so that `rumbo knowledge diff` can tell what changed. Written by `rumbo knowledge vet`.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    signature: Signature
    #: Keys of facts that nobody has confirmed yet; the reviewer signs knowing them.
    unconfirmed: tuple[str, ...]


def vet(folder: Path, slug: str, *, reviewer: str, today: date, measure: Measure) -> Signed:
    """Signs the article's present digest and keeps what it said.

    Raises:
        SigningRefusedError: the check finds errors in the article.
        KnowledgeError: there is no such article, or `reviewer` is not "Name, role".
    """
    article = open_article(folder, slug)
    if not REVIEWER.fullmatch(reviewer.strip()) or "\n" in reviewer:
        raise KnowledgeError([Problem(file=slug, line=None, key="", code="bad_reviewer")])
    if errors := errors_in(check(folder, measure, today, only=[slug])):
        raise SigningRefusedError(errors)
    signature = Signature(digest=article_digest(article), reviewer=reviewer.strip(), on=today)
    _keep(folder / slug, signature)
    snapshot = {"digest": signature.digest, "meaning": article_meaning(article)}
    write(
        folder / slug / "signed.yaml",
        SNAPSHOT_HEAD + yaml.safe_dump(snapshot, allow_unicode=True, sort_keys=False, width=10_000),
    )
    unconfirmed = tuple(key for key, fact in article.facts.items() if not fact.confirmed)
    return Signed(signature=signature, unconfirmed=unconfirmed)


def _keep(article: Path, signature: Signature) -> None:
    """Earlier signatures stay: they tell who signed what before."""
    path = article / "signatures.yaml"
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    # The digest in quotes: one of digits alone would be read back as a number.
    written = f'- digest: "{signature.digest}"\n  reviewer: {scalar(signature.reviewer)}\n  on: {signature.on}\n'
    write(path, before + written)
