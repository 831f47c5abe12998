"""Which articles answer a question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.folder import ARTICLES
from knowledge.labelled import ELSEWHERE, read_labelled
from knowledge.library import Library
from knowledge.search import Hit, SearchIndex
from knowledge.testing import LetterEncoder, SmallLibrary, small_article, small_library


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.build(small_library(), LetterEncoder(), cache=None)


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("how much is asylum", "fees"),
        ("CUANTO CUESTAAAA", "fees"),
        ("kuanto kuesta pedir asilo", "fees"),
        ("cuanto tiempo tengo", "deadlines"),
        ("se llevaron a mi hermano", "detained"),
        ("abogado gratis", "lawyer"),
    ],
)
def test_search_puts_the_right_article_first(index: SearchIndex, question: str, slug: str) -> None:
    """A question finds its article in both languages, however it is spelled."""
    assert index.search(question)[0].slug == slug


def test_search_returns_every_article_once(index: SearchIndex) -> None:
    """One hit for each article, best first; only the first has a positive margin."""
    hits = index.search("abogado gratis")

    assert sorted(hit.slug for hit in hits) == sorted(small_library().articles)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.margin > 0 for hit in hits] == [True, False, False, False]


@pytest.mark.parametrize("nothing", ["", "   ", "???", "🙏🙏", "\n"])
def test_search_finds_nothing_in_nothing(index: SearchIndex, nothing: str) -> None:
    """A message without a letter or a digit has no hits."""
    assert index.search(nothing) == ()


@pytest.mark.parametrize("question", ["abogado", "ri winaq", "x" * 5000, "مرحبا", "12"])
def test_search_takes_any_message(index: SearchIndex, question: str) -> None:
    """Numbers of every hit are finite, whatever is asked."""
    hits = index.search(question)

    assert hits
    assert all(abs(number) < 100 for hit in hits for number in _numbers(hit))


def test_search_knows_what_belongs_elsewhere(index: SearchIndex) -> None:
    """A question of the list of things that we do not answer is nearer to it than to any article."""
    theirs, ours = index.search(read_labelled()[ELSEWHERE][0]), index.search("how much does asylum cost")

    assert max(hit.ours for hit in theirs) < 0
    assert ours[0].ours > theirs[0].ours


def test_build_needs_an_article() -> None:
    """An empty library is refused instead of searched."""
    with pytest.raises(ValueError, match="no articles"):
        SearchIndex.build(SmallLibrary({}), LetterEncoder(), cache=None)


def test_build_takes_a_library_of_one() -> None:
    """With one article there is nothing to compare with, and still an answer."""
    library = SmallLibrary({"fees": small_article("fees", en=("Fees", "how much"))})
    (hit,) = SearchIndex.build(library, LetterEncoder(), cache=None).search("how much")

    assert (hit.slug, hit.margin) == ("fees", 0.0)


def test_build_encodes_only_an_edit(tmp_path: Path) -> None:
    """A new way to ask costs one encoding when the library is indexed again."""
    SearchIndex.build(small_library(), LetterEncoder(), cache=tmp_path)
    encoder = LetterEncoder()
    edited = small_article("tps", en=("Temporary status",))
    SearchIndex.build(SmallLibrary({**small_library().articles, "tps": edited}), encoder, cache=tmp_path)

    assert set(encoder.encoded) == {"Temporary status"}


def test_articles_find_what_their_authors_promise() -> None:
    """Of the questions in `must_find`, which search has never seen, nine in ten have their article among three."""
    library = Library.load(ARTICLES)
    index = SearchIndex.build(library, Embedder.load(PACKAGED_MODEL))
    promised = [
        (question, slug)
        for slug, article in library.articles.items()
        for words in article.words.values()
        for question in words.must_find
    ]
    missed = [
        (question, slug) for question, slug in promised if slug not in {hit.slug for hit in index.search(question)[:3]}
    ]

    assert len(promised) > 100
    assert len(missed) < len(promised) / 10, missed


def _numbers(hit: Hit) -> list[float]:
    return [hit.score, hit.margin, hit.meaning, hit.nearest, hit.letters, hit.ours]


def test_search_answers_many_threads_alike() -> None:
    """The gateway searches from several threads at once; each gets what it would get alone."""
    index = SearchIndex.build(small_library(), Embedder.load(PACKAGED_MODEL), cache=None)
    questions = ["cuanto cuesta", "where is my brother", "abogado", "plazo para aplicar"] * 8
    alone = [index.search(question) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(index.search, questions))

    assert together == alone


def test_search_gives_as_many_as_are_asked_for(index: SearchIndex) -> None:
    """The best three are the first three of all, with the same evidence."""
    every = index.search("cuanto cuesta pedir asilo")
    best = index.search("cuanto cuesta pedir asilo", 3)

    assert [hit.slug for hit in best] == [hit.slug for hit in every[:3]]
    assert [_numbers(hit) for hit in best] == [_numbers(hit) for hit in every[:3]]


@pytest.mark.parametrize("text", ["asilo asilo en mexico", "how much is the fee", "xyzzyq", "a"])
def test_letters_are_compared_as_the_library_would(index: SearchIndex, text: str) -> None:
    """The short way for one text gives what scikit-learn gives."""
    theirs = (index._letters.transform([text]) @ index._pages).toarray().ravel()

    assert index._like(text) == pytest.approx(theirs, abs=1e-6)
