"""Where a fact stands: by its name, its value or its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.article import Article, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    slug: str
    key: str
    fact: Fact
    #: The web address of the fact's source; empty when it names none.
    url: str

    def say(self, lang: str = "en") -> str:
        return f"{self.slug}: {self.key} = {self.fact.text(lang)} ({self.fact.as_of}) {self.url}".rstrip()


def where(articles: Iterable[Article], text: str) -> Iterator[Found]:
    """Facts in which `text` stands: "fee.i589", "$100", "2026-07-02", "uscis.gov/i-589"; case does not matter."""
    wanted = text.casefold()
    for article in articles:
        urls = {source.id: source.url for source in article.sources}
        for key, fact in article.facts.items():
            found = Found(slug=article.slug, key=key, fact=fact, url=urls.get(fact.source or "", ""))
            written = (key, str(fact.value), fact.text("en"), fact.text("es"), fact.source or "", found.url)
            if any(wanted in one.casefold() for one in written):
                yield found
