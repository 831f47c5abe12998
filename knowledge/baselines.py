"""Plain ways to search, to be measured beside ours on the same questions: `rumbo evaluate FILE.jsonl --baselines`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from knowledge.article import Article
from knowledge.decide import Calibration
from knowledge.evaluate import Ask, Figures, put, ranking, separation
from knowledge.labelled import read_labelled
from knowledge.normalise import fold
from knowledge.questions import Question
from knowledge.search import Articles, SearchIndex
from knowledge.vectors import Encoder

Scores = npt.NDArray[np.float32]
#: A question to one score per article.
Score = Callable[[str], Scores]


def compare(
    questions: Sequence[Question], library: Articles, encoder: Encoder, ours: SearchIndex, calibration: Calibration
) -> dict[str, Figures]:
    """Ranking of every method on the in-scope questions, and how well its best score tells out-of-scope ones.

    BM25 is left out where the package `bm25s` (a development dependency) is missing.
    """
    slugs = tuple(library.articles)
    owners, texts = _texts(library)
    methods: dict[str, Ask] = {}
    with suppress(ModuleNotFoundError):
        methods["bm25"] = _ask(slugs, bm25(library))
    methods["char n-gram TF-IDF"] = _ask(slugs, letters(owners, texts, len(slugs)))
    methods["plain embedding"] = _ask(slugs, plain_embedding(owners, texts, len(slugs), encoder))
    methods["ours"] = lambda text, _: _record([(hit.slug, calibration.probability(hit)) for hit in ours.search(text)])
    return {name: _measure(questions, ask) for name, ask in methods.items()}


def bm25(library: Articles) -> Score:
    """BM25 over all words of an article."""
    import bm25s  # type: ignore[import-untyped]  # noqa: PLC0415

    owners, texts = _texts(library)
    pages = [fold(" ".join(texts[at] for at in np.flatnonzero(owners == article))).split() for article in _all(owners)]
    index = bm25s.BM25()
    index.index(pages, show_progress=False)
    return lambda text: np.asarray(index.get_scores(fold(text).split() or [""]), np.float32)


def letters(owners: npt.NDArray[np.intp], texts: list[str], articles: int) -> Score:
    """Character n-grams of every text; the best text speaks for its article."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    matrix = vectorizer.fit_transform([fold(text) for text in texts])
    return lambda text: _best((matrix @ vectorizer.transform([fold(text)]).T).toarray().ravel(), owners, articles)


def plain_embedding(owners: npt.NDArray[np.intp], texts: list[str], articles: int, encoder: Encoder) -> Score:
    """The model as its card says: every text a passage, the best cosine speaks for its article."""
    vectors = encoder.encode_passages(texts)
    return lambda text: _best(vectors @ encoder.encode_queries([text])[0], owners, articles)


def _texts(library: Articles) -> tuple[npt.NDArray[np.intp], list[str]]:
    """The same texts that our search has, labelled questions included."""
    labelled = read_labelled()
    pairs = [
        (at, text)
        for at, (slug, article) in enumerate(library.articles.items())
        for text in (*_article_texts(article), *labelled.get(slug, ()))
    ]
    return np.array([at for at, _ in pairs]), [text for _, text in pairs]


def _all(owners: npt.NDArray[np.intp]) -> range:
    return range(int(owners.max()) + 1)


def _article_texts(article: Article) -> list[str]:
    return [text for words in article.words.values() for text in (words.title, *words.parts(article), *words.asked_as)]


def _best(values: npt.NDArray[np.float32], owners: npt.NDArray[np.intp], articles: int) -> Scores:
    best = np.full(articles, -np.inf, np.float32)
    np.maximum.at(best, owners, values)
    return best


def _ask(slugs: Sequence[str], score: Score) -> Ask:
    def ask(text: str, _: str) -> Mapping[str, Any]:
        scores = score(text)
        return _record([(slugs[at], float(scores[at])) for at in np.argsort(-scores, kind="stable")])

    return ask


def _record(found: Sequence[tuple[str, float]]) -> Mapping[str, Any]:
    return {"decision": "answer", "candidates": [{"article": slug, "score": score} for slug, score in found]}


def _measure(questions: Sequence[Question], ask: Ask) -> Figures:
    judged = put([question for question in questions if not question.urgent], ask)
    in_scope = [one for one in judged if one.question.in_scope]
    times = [one.milliseconds for one in judged]
    return {**ranking(in_scope), "auroc": separation(judged), "ms_p50": round(float(np.median(times)), 2)}
