"""Whom to call in danger: the structured numbers of the article `emergency-numbers`.

Its facts are keyed `<country>.<kind of line>`; the table says which lines help in which danger, best first.
A country's emergency number is always given, as the widely known one serves best in danger; a second line only
when it is confirmed, as a dead line costs a frightened person time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.article import Article
from locales.countries import country_name

ARTICLE = "emergency-numbers"

#: Kind of danger → kinds of line that help, best first.
LINES: Mapping[str, tuple[str, ...]] = {
    "violence": ("emergency", "police", "women"),
    "kidnapped": ("emergency", "police", "report"),
    "child": ("emergency", "missing", "children"),
    "medical": ("emergency", "medical"),
    "lost": ("emergency", "medical"),
    "trafficking": ("emergency", "trafficking"),
    "sexual_violence": ("emergency", "women", "medical"),
    "suicide": ("emergency", "crisis"),
    "detention": ("emergency",),
}
#: When not even the article can be read: each country's own number, equal to the article's (a test compares them).
LAST_RESORT: Mapping[str, tuple[str, ...]] = {
    "911": ("us", "ca", "mx", "hn", "sv", "cr", "pa", "bz"),
    "110": ("gt",),
    "118": ("ni",),
}
#: How many lines a frightened person can read.
MOST = 3


def numbers_for(article: Article, danger: str, country: str | None, tag: str) -> tuple[str, ...]:
    """Lines like "México: 911, 089", in the language `tag`.

    One line when the country is known; otherwise one for each number that several countries share.
    """
    kinds = LINES.get(danger, ("emergency",))
    known = [key.split(".")[0] for key in article.facts if key.endswith(".emergency")]
    if country in known:
        return (f"{country_name(country, tag)}: {', '.join(_numbers(article, country, kinds, tag))}",)
    asked = ("crisis", "emergency") if danger == "suicide" else ("emergency",)
    return tuple(line for kind in asked for line in _everywhere(article, kind, tag))


def last_resort(country: str | None, tag: str) -> tuple[str, ...]:
    """As `numbers_for`, without the article."""
    known = next((number for number, countries in LAST_RESORT.items() if country in countries), None)
    if country is not None and known is not None:
        return (f"{country_name(country, tag)}: {known}",)
    return tuple(
        f"{number}: {', '.join(country_name(each, tag) for each in countries)}"
        for number, countries in LAST_RESORT.items()
    )


def _everywhere(article: Article, kind: str, tag: str) -> Iterator[str]:
    shared: dict[str, list[str]] = {}
    for key, fact in article.facts.items():
        country, _, line = key.partition(".")
        if line == kind and (fact.confirmed or kind == "emergency"):
            shared.setdefault(fact.text(tag), []).append(country_name(country, tag))
    yield from (f"{number}: {', '.join(names)}" for number, names in shared.items())


def _numbers(article: Article, country: str, kinds: tuple[str, ...], tag: str) -> Iterator[str]:
    lines = {kind: article.facts.get(f"{country}.{kind}") for kind in kinds}
    sure = (fact for kind, fact in lines.items() if fact is not None and (fact.confirmed or kind == "emergency"))
    yield from list(dict.fromkeys(fact.text(tag) for fact in sure))[:MOST]
