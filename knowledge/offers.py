"""Topics that a question in an Indigenous language may be about: to be offered, never sure enough to answer.

Three kinds of evidence, each in z-scores over the articles: what the search finds once every word that is not Spanish
is replaced by its likeliest gloss; how near all glosses of the question together are to the words of each article; and
how alike, letter by letter, it is to questions in the same language that somebody gave a topic (`asked.yaml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from knowledge.article import Article
from knowledge.decide import OFFERED, Calibration, Candidate
from knowledge.glosses.near import Near
from knowledge.glosses.pairs import spanish_of, words_of
from knowledge.glosses.table import Floats, Glosses, Table
from knowledge.search import Articles, Hit

#: What the words of articles count beside the search.
WORDS: Final = 0.5
#: What likeness 1 to a labelled question counts, and from which likeness on it counts at all.
LABELLED: Final = 6.0
LEAST_LIKENESS: Final = 0.4
#: Of a question with fewer known words than this share, nothing is guessed, and no list is offered whose best topic
#: is less probable than LEAST: of 556 mixed questions one in fifty has none better.
LEAST_KNOWN: Final = 0.3
LEAST: Final = 0.05
#: The language whose words the glosses are, and whose articles they are compared with.
GLOSSED_IN: Final = "es"
TINY: Final = 1e-6


class Search(Protocol):
    """What offers need of `knowledge.search.SearchIndex`."""

    def search(self, question: str) -> tuple[Hit, ...]: ...


class Offers:
    """Immutable; made anew with the index when the library changes. The first question of a language takes a second."""

    def __init__(
        self, library: Articles, search: Search, glosses: Callable[[], Glosses], calibration: Calibration
    ) -> None:
        """`glosses` is called for the first question: most conversations need none of this."""
        self._articles = library.articles
        self._search = search
        self._load_glosses = glosses
        self._calibration = calibration
        self._labelled = _labelled(self._articles)

    def topics(self, question: str, tag: str | None) -> tuple[Candidate, ...]:
        """The likeliest articles, at most OFFERED, best first; none where too little of the question is understood.

        `tag` is the language of the question, None where nobody knows it: then only Spanish words in it count.
        """
        words = words_of(question)
        table = self._glosses.tables.get(tag or "")
        alike = self._alike(question, tag)
        if not words or not (alike or self._known(words, table) >= LEAST_KNOWN):
            return ()
        hits = {hit.slug: hit for hit in self._search.search(self.spanish(words, table) if table else question)}
        if not hits:
            return ()
        scores = z([hits[slug].score for slug in self._articles])
        if table is not None:
            scores = scores + np.float32(WORDS) * z(self._near.scores(self._bag(words, table)))
        scores = scores + np.array([LABELLED * alike.get(slug, 0.0) for slug in self._articles], np.float32)
        slugs = list(self._articles)
        best = [slugs[at] for at in np.argsort(-scores, kind="stable")[:OFFERED]]
        sure = {slug: max(self._calibration.probability(hits[slug]), alike.get(slug, 0.0)) for slug in best}
        if max(sure.values()) < LEAST:
            return ()
        return tuple(Candidate(slug=slug, score=sure[slug]) for slug in best)

    def spanish(self, words: Sequence[str], table: Table) -> str:
        """The question word by word: Spanish words as they are, the likeliest gloss of the others."""
        return " ".join(
            word if self._is_spanish(word, table) else self._glosses.likeliest(word, table) for word in words
        )

    def _known(self, words: Sequence[str], table: Table | None) -> float:
        known = sum(word in self._vocabulary or (table is not None and table.knows(word)) for word in words)
        return known / len(words)

    def _is_spanish(self, word: str, table: Table) -> bool:
        """Whether a word is Spanish and not also one of the language: "in" is K'iche' for "I"."""
        return (word in self._vocabulary or word in self._columns) and not table.knows(word)

    def _bag(self, words: Sequence[str], table: Table) -> Floats:
        """Weights of Spanish words: one for each that stands in the question, shares for what the others stand for."""
        foreign = [word for word in words if not self._is_spanish(word, table)]
        glossed = table.gloss(foreign)
        bag = glossed * np.float32(len(foreign) / max(float(glossed.sum()), TINY))
        for word in words:
            if self._is_spanish(word, table) and word in self._columns:
                bag[self._columns[word]] += 1
        return bag

    def _alike(self, question: str, tag: str | None) -> dict[str, float]:
        """The likeness of the most alike labelled question of each article, where it counts."""
        if tag is None or tag not in self._labelled:
            return {}
        found: dict[str, float] = {}
        for slug, likeness in self._labelled[tag].likeness(question):
            if likeness >= LEAST_LIKENESS:
                found[slug] = max(likeness, found.get(slug, 0.0))
        return found

    @cached_property
    def _glosses(self) -> Glosses:
        return self._load_glosses()

    @cached_property
    def _texts(self) -> list[str]:
        return [" ".join(_words_of(article)) for article in self._articles.values()]

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for text in self._texts for word in text.split())

    @cached_property
    def _near(self) -> Near:
        """Made for the first question: a saved article need not wait for it."""
        return Near(self._texts, self._glosses.spanish)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {word: column for column, word in enumerate(self._glosses.spanish)}


class _Labelled:
    """The labelled questions of one language."""

    def __init__(self, questions: Sequence[tuple[str, str]]) -> None:
        self._slugs = [slug for slug, _ in questions]
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self._questions = self._letters.fit_transform([_letters_of(text) for _, text in questions]).T.tocsr()

    def likeness(self, question: str) -> list[tuple[str, float]]:
        found = (self._letters.transform([_letters_of(question)]) @ self._questions).toarray()[0]
        return list(zip(self._slugs, map(float, found), strict=True))


def _labelled(articles: Mapping[str, Article]) -> Mapping[str, _Labelled]:
    questions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for slug, article in articles.items():
        for one in article.asked:
            questions[one.tag].append((slug, one.text))
    return {tag: _Labelled(some) for tag, some in questions.items() if any(_letters_of(text) for _, text in some)}


def _letters_of(text: str) -> str:
    return " ".join(words_of(text))


def _words_of(article: Article) -> tuple[str, ...]:
    words = article.words.get(GLOSSED_IN)
    return () if words is None else spanish_of(" ".join([words.title, *words.asked_as, *words.parts(article)]))


def z(values: Sequence[float] | Floats) -> Floats:
    """How far each value is above all of them, in standard deviations."""
    scores = np.asarray(values, np.float32)
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), TINY), np.float32)
