"""Rules between articles: names, links, and questions that two articles claim."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from knowledge.facts import FactValue, in_words
from knowledge.misfits import close_to
from knowledge.parse import Draft
from knowledge.problems import Key, Problem
from knowledge.slugs import Slugs

#: Facts that mean the same in every article.
SAME_EVERYWHERE = ("fee.", "phone.")

#: Dice coefficient of letter triples from which two questions are nearly the same.
NEAR = 0.85


def names(draft: Draft, slugs: Slugs) -> Iterator[Problem]:
    if draft.slug not in slugs.all:
        hint = close_to(draft.slug, list(slugs.all))
        yield Problem(file=draft.slug, line=None, key="", code="unknown_slug", values={"hint": hint})


def links(draft: Draft, present: Collection[str], slugs: Slugs) -> Iterator[Problem]:
    if draft.article is None:
        return
    for index, slug in enumerate(draft.article.see_also):
        if slug == draft.slug:
            yield draft.problem("see_also_itself", "article.yaml", "see_also", index)
        elif slug not in present and slug not in slugs.all:
            hint = close_to(slug, list(slugs.all))
            yield draft.problem("see_also_unknown", "article.yaml", "see_also", index, slug=slug, hint=hint)


def agreement(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """A fee or a phone number of one name has one value everywhere; dates and addresses of one name may differ."""
    first: dict[str, tuple[str, FactValue]] = {}
    for draft in drafts:
        for key, fact in draft.article.facts.items() if draft.article is not None else ():
            if not key.startswith(SAME_EVERYWHERE):
                continue
            other, value = first.setdefault(key, (draft.slug, fact.value))
            if value != fact.value:
                values = {"fact": key, "value": in_words(fact.value, "en"), "other_value": in_words(value, "en")}
                yield draft.problem("fact_disagrees", "article.yaml", "facts", key, other=other, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    draft: Draft
    file: str
    #: Where in the file.
    path: Key
    text: str
    #: Without accents, case and punctuation.
    plain: str
    triples: frozenset[str]

    @property
    def place(self) -> str:
        return f"{self.draft.slug}/{self.file}"


def questions(drafts: Sequence[Draft]) -> Iterator[Problem]:
    by_tag: Mapping[str, list[Asked]] = defaultdict(list)
    for draft in drafts:
        for tag, words in draft.words.items():
            file = f"{tag}.md"
            by_tag[tag] += [_asked(draft, file, ("asked_as", at), text) for at, text in enumerate(words.asked_as)]
        for index, one in enumerate(draft.article.asked if draft.article is not None else ()):
            by_tag[one.tag].append(_asked(draft, "asked.yaml", (index,), one.text))
    for asked in by_tag.values():
        yield from _same(asked)
        yield from _near(asked)
    yield from _given_away(drafts, by_tag)


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(letter for letter in letters if not unicodedata.combining(letter))))


def _asked(draft: Draft, file: str, path: Key, text: str) -> Asked:
    normal = plain(text)
    padded = f"  {normal} "
    triples = frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
    return Asked(draft=draft, file=file, path=path, text=text, plain=normal, triples=triples)


def _same(asked: list[Asked]) -> Iterator[Problem]:
    first: dict[str, Asked] = {}
    for one in asked:
        other = first.setdefault(one.plain, one)
        if other is not one:
            yield _pair("question_twice", one, other)
            yield _pair("question_twice", other, one)


def _near(asked: list[Asked]) -> Iterator[Problem]:
    for one, other in _candidates(asked):
        if one.draft is other.draft or one.plain == other.plain:
            continue
        common = len(one.triples & other.triples)
        if 2 * common >= NEAR * (len(one.triples) + len(other.triples)):
            yield _pair("question_near", one, other)
            yield _pair("question_near", other, one)


def _candidates(asked: list[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """Pairs that can be near: near questions share so many triples that they share one of their rarest.

    With the coefficient at least NEAR, the longer of the two shares NEAR / (2 - NEAR) of its triples, so among its
    rarest ones, as many as the rest plus one, at least one is shared.
    """
    frequency = Counter(triple for one in asked for triple in one.triples)
    by_triple: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(asked):
        rare_first = sorted(one.triples, key=lambda triple: (frequency[triple], triple))
        telling = rare_first[: len(rare_first) - ceil(len(rare_first) * NEAR / (2 - NEAR)) + 1]
        met = {earlier for triple in telling for earlier in by_triple[triple]}
        yield from ((asked[earlier], one) for earlier in met)
        for triple in telling:
            by_triple[triple].append(position)


def _pair(code: str, one: Asked, other: Asked) -> Problem:
    values = {"question": one.text, "similar": other.text, "other": other.place}
    return one.draft.problem(code, one.file, *one.path, **values)


def _given_away(drafts: Sequence[Draft], by_tag: Mapping[str, list[Asked]]) -> Iterator[Problem]:
    for draft in drafts:
        for tag, words in draft.words.items():
            known = {one.plain: one for one in by_tag[tag]}
            for index, text in enumerate(words.must_find):
                if other := known.get(plain(text)):
                    values = {"question": text, "other": other.place}
                    yield draft.problem("test_question_given_away", f"{tag}.md", "must_find", index, **values)
