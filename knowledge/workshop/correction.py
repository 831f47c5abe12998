"""A correction for people who heard an article before it changed: what it may say, and which version it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.article import Article, Words
from knowledge.check import check
from knowledge.digest import article_digest, is_signed
from knowledge.errors import KnowledgeError
from knowledge.facts import fill
from knowledge.parse import Draft
from knowledge.problems import Problem, errors_in
from knowledge.rules.lengths import Measure
from knowledge.rules.prose import prose
from knowledge.workshop.desk import open_draft

#: SMS segments of what the editor writes; a line that says what it is about is added.
SEGMENTS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    article: Article
    #: Digest of the corrected article: who was told any other version was told something else.
    version: str
    #: What changed, by language, facts filled in.
    words: Mapping[str, str]


def correction(
    folder: Path, slug: str, said: Mapping[str, str], *, measure: Measure, today: date, allow_unsigned: bool
) -> Correction:
    """The correction that brings the article as it stands on disk; `said` is what changed, by language.

    Raises:
        KnowledgeError: there is no such article, it has errors, it lacks a signature that it needs, or `said` is
            empty, longer than one SMS, or holds figures that are no facts of the article.
    """
    draft = open_draft(folder, slug)
    problems = errors_in(check(folder, measure, today, only=[slug]))
    if draft.article is None or problems:
        raise KnowledgeError(problems)
    if not allow_unsigned and not is_signed(draft.article):
        raise KnowledgeError([Problem(file=slug, line=None, key="", code="correction_unsigned", values={"slug": slug})])
    wrong = [problem for tag, text in said.items() for problem in _wrong(draft, draft.article, tag, text, measure)]
    if wrong:
        raise KnowledgeError(wrong)
    words = {tag: fill(" ".join(text.split()), draft.article.facts, tag) for tag, text in said.items()}
    return Correction(article=draft.article, version=article_digest(draft.article), words=words)


def _wrong(draft: Draft, article: Article, tag: str, text: str, measure: Measure) -> Iterator[Problem]:
    def problem(code: str, **values: str) -> Problem:
        return Problem(file=draft.slug, line=None, key=f"--correction-{tag}", code=code, values=values)

    if not text.strip():
        yield problem("correction_empty")
        return
    # The rules for sentences of articles hold here too; only the place is another.
    alone = replace(draft, words={tag: Words(tag=tag, title="", sms=text, paragraphs=(), asked_as=())})
    broken = errors_in(prose(alone))
    yield from (problem(one.code, **one.values) for one in broken)
    if not broken:
        filled = fill(text, article.facts, tag)
        if (segments := measure(filled, tag)) > SEGMENTS:
            yield problem("correction_too_long", length=str(len(filled)), segments=str(segments))
