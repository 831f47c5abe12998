"""Sources, facts and dates of one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.article import Article, Fact, Risk
from knowledge.misfits import close_to
from knowledge.parse import Draft
from knowledge.problems import Problem
from knowledge.rules.prose import used_facts
from knowledge.slugs import Slugs

FILE = "article.yaml"
LOOKS_LIKE_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}")

#: What people are told once the article is overdue.
CONSEQUENCE = {
    Risk.HIGH: ("It is not answered until then.", "No se responde hasta entonces."),
    Risk.NORMAL: ("It is answered with a caveat until then.", "Se responde con una advertencia hasta entonces."),
}


def evidence(draft: Draft, *, today: date, slugs: Slugs) -> Iterator[Problem]:
    if draft.article is None:
        return
    yield from _sources(draft, draft.article, today)
    for key, fact in draft.article.facts.items():
        yield from _fact(draft, draft.article, key, fact, today)
    if draft.slug not in slugs.directories:
        used = set().union(*(used_facts(words) for words in draft.words.values()))
        for key in draft.article.facts.keys() - used:
            yield draft.problem("fact_not_used", FILE, "facts", key, fact=key)
    yield from _dates(draft, draft.article, today)


def _sources(draft: Draft, article: Article, today: date) -> Iterator[Problem]:
    if not any(source.official for source in article.sources):
        yield draft.problem("no_official_source", FILE, "sources")
    seen: set[str] = set()
    unofficial_above = False
    for index, source in enumerate(article.sources):
        if source.id in seen:
            yield draft.problem("source_twice", FILE, "sources", index, "id", id=source.id)
        seen.add(source.id)
        if source.official and unofficial_above:
            yield draft.problem("official_first", FILE, "sources", index)
        unofficial_above = unofficial_above or not source.official
        if source.checked_on > today:
            yield draft.problem("date_in_future", FILE, "sources", index, "checked_on", date=str(source.checked_on))


def _fact(draft: Draft, article: Article, key: str, fact: Fact, today: date) -> Iterator[Problem]:
    ids = [source.id for source in article.sources]
    if fact.source is not None and fact.source not in ids:
        hint = close_to(fact.source, ids)
        yield draft.problem("unknown_source", FILE, "facts", key, "source", id=fact.source, hint=hint)
    if fact.confirmed and fact.source is None:
        yield draft.problem("confirmed_without_source", FILE, "facts", key)
    if fact.as_of > today:
        yield draft.problem("date_in_future", FILE, "facts", key, "as_of", date=str(fact.as_of))
    if isinstance(fact.value, str) and LOOKS_LIKE_DATE.fullmatch(fact.value.strip()):
        yield draft.problem("fact_date_as_text", FILE, "facts", key, "value", value=fact.value)
    if not isinstance(fact.value, (str, int, date)):
        for tag in draft.words:
            if tag not in fact.value:
                yield draft.problem("fact_missing_language", FILE, "facts", key, "value", language=tag)


def _dates(draft: Draft, article: Article, today: date) -> Iterator[Problem]:
    if article.checked_on > today:
        yield draft.problem("date_in_future", FILE, "checked_on", date=str(article.checked_on))
    if article.review_by < article.checked_on:
        dates = {"review_by": str(article.review_by), "checked_on": str(article.checked_on)}
        yield draft.problem("review_before_check", FILE, "review_by", **dates)
    elif article.review_by < today:
        in_english, in_spanish = CONSEQUENCE[article.risk]
        values = {"review_by": str(article.review_by), "consequence_en": in_english, "consequence_es": in_spanish}
        yield draft.problem("overdue", FILE, "review_by", **values)
    if article.urgent and article.risk is Risk.HIGH:
        yield draft.problem("urgent_high_risk", FILE, "risk")
    for index, signature in enumerate(article.signatures):
        if signature.on > today:
            yield draft.problem("signature_in_future", "signatures.yaml", index, date=str(signature.on))
