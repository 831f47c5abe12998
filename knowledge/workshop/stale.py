"""What needs a person's eyes next, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.article import Article, Risk
from knowledge.digest import is_signed, words_digest

#: An article is announced this long before its review is due.
SOON = timedelta(days=14)


class Why(StrEnum):
    WITHHELD = "withheld"
    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"
    BEHIND = "behind"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    SOON = "soon"


#: In the order in which they are listed.
SENTENCES: Mapping[str, Mapping[Why, str]] = {
    "en": {
        Why.WITHHELD: "not answered: review was due on {detail}",
        Why.OVERDUE: "answered with a caveat: review was due on {detail}",
        Why.UNCONFIRMED: "fact not confirmed: {detail}",
        Why.BEHIND: "translation behind its source: {detail}",
        Why.CHANGED: "changed since it was signed by {detail}",
        Why.UNSIGNED: "never signed",
        Why.SOON: "review is due on {detail}",
    },
    "es": {
        Why.WITHHELD: "no se responde: debía revisarse el {detail}",
        Why.OVERDUE: "se responde con advertencia: debía revisarse el {detail}",
        Why.UNCONFIRMED: "dato sin confirmar: {detail}",
        Why.BEHIND: "traducción atrasada: {detail}",
        Why.CHANGED: "cambió después de firmarlo {detail}",
        Why.UNSIGNED: "nunca se firmó",
        Why.SOON: "debe revisarse el {detail}",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    slug: str
    owner: str
    why: Why
    detail: str = ""

    def say(self, lang: str = "en") -> str:
        return f"{self.slug} ({self.owner}): {SENTENCES[lang][self.why].format(detail=self.detail)}"


def stale(articles: Iterable[Article], today: date) -> list[Stale]:
    found = [entry for article in articles for entry in _entries(article, today)]
    order = list(Why)
    return sorted(found, key=lambda entry: (order.index(entry.why), entry.slug, entry.detail))


def _entries(article: Article, today: date) -> Iterator[Stale]:
    def entry(why: Why, detail: str = "") -> Stale:
        return Stale(slug=article.slug, owner=article.owner, why=why, detail=detail)

    if article.review_by < today:
        yield entry(Why.WITHHELD if article.risk is Risk.HIGH else Why.OVERDUE, str(article.review_by))
    elif article.review_by <= today + SOON:
        yield entry(Why.SOON, str(article.review_by))
    for key, fact in article.facts.items():
        if not fact.confirmed:
            yield entry(Why.UNCONFIRMED, key)
    for words in article.words.values():
        origin = words.translated_from
        source = article.words.get(origin.tag) if origin else None
        if origin and (source is None or words_digest(source) != origin.digest):
            yield entry(Why.BEHIND, f"{words.tag}.md")
    if not article.signatures:
        yield entry(Why.UNSIGNED)
    elif not is_signed(article):
        last = article.signatures[-1]
        yield entry(Why.CHANGED, f"{last.reviewer}, {last.on}")
