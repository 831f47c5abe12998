"""Which articles answer a question: meaning and letters, each judged against all articles, then added.

*Meaning*: the question's vector against every title, short answer, paragraph and `asked_as` in every language. Before
comparing, directions in which the texts of one and the same article differ among themselves are shrunk
(`_within`): what is left is what tells articles apart. An article's value is the mean of its NEAREST texts.
*Letters*: character n-grams against all words of an article; they catch names, forms and misspellings.
Both become z-scores over the articles and are added; LETTERS weighs the second (docs/decisions/0004).
More questions with a topic, and what people also ask and no article answers, are in `labelled/`; how near a question
is to the latter is evidence too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from knowledge.article import Article
from knowledge.labelled import ELSEWHERE, read_labelled
from knowledge.normalise import fold, normalise
from knowledge.vectors import VECTORS, Encoder, Floats, Role, encode

#: How many texts of an article speak for it.
NEAREST = 8
#: How much of the within-article covariance is replaced by a round one: few texts say little about 384 directions.
ROUNDING = 0.7
#: Weight of letters beside meaning.
LETTERS = 0.5
NGRAMS = (3, 5)
TINY = 1e-6


class Articles(Protocol):
    """What search needs of `knowledge.library.Library`."""

    @property
    def articles(self) -> Mapping[str, Article]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article and the evidence that it answers the question."""

    slug: str
    #: z-scores added: orders the articles for one question, says nothing across questions.
    score: float
    #: `score` minus the best score of any other article; negative for all but the first.
    margin: float
    #: Meaning: mean cosine of the nearest texts after shrinking, -1…1.
    meaning: float
    #: Cosine of the single nearest text, as the model gives it.
    nearest: float
    #: Letters: TF-IDF cosine, 0…1.
    letters: float
    #: Meaning and letters both put this article first.
    agreed: bool
    #: `meaning` minus the same for what we do not answer: negative when the question belongs elsewhere.
    ours: float
    #: Words in the question.
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    article: int
    role: Role
    words: str


class SearchIndex:
    """Immutable; build a new one when the library changes. Safe to use from several threads."""

    def __init__(
        self,
        *,
        slugs: tuple[str, ...],
        owners: npt.NDArray[np.intp],
        vectors: Floats,
        elsewhere: Floats,
        pages: list[str],
        encoder: Encoder,
    ) -> None:
        self._slugs = slugs
        self._encoder = encoder
        self._own = tuple(vectors[owners == article] for article in range(len(slugs)))
        self._centre = vectors.mean(axis=0)
        self._shrink = _within(vectors, owners)
        self._shrunk = self._in_our_terms(vectors)
        self._elsewhere = self._in_our_terms(elsewhere)
        self._places = _places(owners, len(slugs))
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=NGRAMS, sublinear_tf=True, dtype=np.float32)
        self._pages = self._letters.fit_transform(pages).T.tocsr()
        self._runs = self._letters.build_analyzer()

    @classmethod
    def build(cls, library: Articles, encoder: Encoder, *, cache: Path | None = VECTORS) -> Self:
        """Index every language of every article; vectors known from before come from `cache`."""
        slugs = tuple(library.articles)
        if not slugs:
            raise ValueError("There is nothing to search: the library has no articles.")
        labelled = read_labelled()
        texts = [
            text
            for number, slug in enumerate(slugs)
            for text in (*_texts(number, library.articles[slug]), *_asked(number, labelled.get(slug, ())))
        ]
        foreign: list[tuple[Role, str]] = [("query", normalise(asked)) for asked in labelled.get(ELSEWHERE, ())]
        vectors = encode([*((text.role, text.words) for text in texts), *foreign], encoder, cache)
        return cls(
            slugs=slugs,
            owners=np.array([text.article for text in texts]),
            vectors=vectors[: len(texts)],
            elsewhere=vectors[len(texts) :],
            pages=[_page(texts, number) for number in range(len(slugs))],
            encoder=encoder,
        )

    def search(self, question: str, best: int | None = None) -> tuple[Hit, ...]:
        """The `best` articles, or every article, the best first; none for a question without a letter or digit."""
        words = normalise(question)
        folded = fold(words)
        if not folded:
            return ()
        vector = self._encoder.encode_queries([words])[0]
        inner = self._in_our_terms(vector)
        meaning = _of_nearest(self._grouped(self._shrunk @ inner))
        elsewhere = float(_of_nearest((self._elsewhere @ inner)[None])[0])
        letters = self._like(folded)
        scores = _z(meaning) + LETTERS * _z(letters)
        agreed = int(meaning.argmax()) if meaning.argmax() == letters.argmax() else None
        order = np.argsort(-scores, kind="stable")
        second = scores[order[1]] if len(order) > 1 else scores[order[0]]
        return tuple(
            Hit(
                slug=self._slugs[at],
                score=float(scores[at]),
                margin=float(scores[at] - (second if at == order[0] else scores[order[0]])),
                meaning=float(meaning[at]),
                nearest=float((self._own[at] @ vector).max()),
                letters=float(letters[at]),
                agreed=bool(at == agreed),
                ours=float(meaning[at] - elsewhere),
                words=len(folded.split()),
            )
            for at in order[:best].tolist()
        )

    def _like(self, folded: str) -> Floats:
        """By article, the TF-IDF cosine: what `_letters` gives for one text, without what it checks at every call."""
        known = (self._letters.vocabulary_.get(run) for run in self._runs(folded))
        columns, counts = np.unique([at for at in known if at is not None], return_counts=True)
        if not len(columns):
            return np.zeros(len(self._slugs), np.float32)
        values = (1 + np.log(counts.astype(np.float32))) * self._letters.idf_[columns]
        values /= np.linalg.norm(values)
        text = csr_matrix((values, columns.astype(np.int32), [0, len(columns)]), shape=(1, self._pages.shape[0]))
        return np.asarray((text @ self._pages).toarray(), np.float32).ravel()

    def profiles(self, vectors: Floats) -> Floats:
        """How near questions with these vectors are to each article, less what any question is; rows of length one."""
        return _unit(self._nearness(self._in_our_terms(vectors)) - self._usual)

    def articles_near(self, profiles: Floats, count: int) -> list[tuple[str, ...]]:
        """For each profile the articles that it is nearest to, the nearest first."""
        return [tuple(self._slugs[at] for at in np.argsort(-row, kind="stable")[:count]) for row in profiles]

    @cached_property
    def _usual(self) -> Floats:
        """What questions that no article answers are near to, on average."""
        others = self._elsewhere if len(self._elsewhere) else self._shrunk
        return np.asarray(self._nearness(others).mean(axis=0), np.float32)

    def _nearness(self, inner: Floats) -> Floats:
        rows = np.stack([_of_nearest(self._grouped(self._shrunk @ row)) for row in inner])
        return np.asarray(rows - rows.mean(axis=1, keepdims=True), np.float32)

    def _in_our_terms(self, vectors: Floats) -> Floats:
        return _unit((vectors - self._centre) @ self._shrink)

    def _grouped(self, values: Floats) -> Floats:
        """One row per article with the values of its texts, filled up with -inf."""
        return np.asarray(np.where(self._places >= 0, values[self._places], -np.inf), np.float32)


def _of_nearest(rows: Floats) -> Floats:
    """The mean of the NEAREST greatest values of each row, -inf not counted."""
    best = -np.partition(-rows, min(NEAREST, rows.shape[1]) - 1, axis=1)[:, :NEAREST]
    counted = np.isfinite(best)
    return np.asarray(np.where(counted, best, 0).sum(axis=1) / counted.sum(axis=1), np.float32)


def _texts(number: int, article: Article) -> Iterator[_Text]:
    for words in article.words.values():
        yield from _asked(number, words.asked_as)
        for passage in (words.title, *words.parts(article)):
            yield _Text(article=number, role="passage", words=passage)


def _asked(number: int, questions: Sequence[str]) -> Iterator[_Text]:
    return (_Text(article=number, role="query", words=normalise(asked)) for asked in questions)


def _page(texts: list[_Text], article: int) -> str:
    return " ".join(fold(text.words) for text in texts if text.article == article)


def _places(owners: npt.NDArray[np.intp], articles: int) -> npt.NDArray[np.intp]:
    """Rows of text numbers by article, filled up with -1."""
    rows = [np.flatnonzero(owners == article) for article in range(articles)]
    places = np.full((articles, max(len(row) for row in rows)), -1)
    for article, row in enumerate(rows):
        places[article, : len(row)] = row
    return places


def _within(vectors: Floats, owners: npt.NDArray[np.intp]) -> Floats:
    """The matrix that makes the spread of texts around their own article's mean (nearly) round."""
    means = np.stack([vectors[owners == article].mean(axis=0) for article in range(owners.max() + 1)])
    apart = vectors - means[owners]
    covariance = apart.T @ apart / len(apart)
    size = len(covariance)
    round_one = np.eye(size) * (np.trace(covariance) / size + TINY)
    whole = (1 - ROUNDING) * covariance.astype(np.float64) + ROUNDING * round_one
    return np.asarray(np.linalg.inv(np.linalg.cholesky(whole)).T, np.float32)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), TINY), np.float32)


def _z(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / max(float(values.std()), TINY), np.float32)
