from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.parse import parse_article
from knowledge.sample_articles import ArticleFiles
from knowledge.workshop.edit import new_words, set_front, set_paragraphs

PAGE = ArticleFiles.valid().texts()["es.md"]

#: What a person can type into one cell: letters, signs and spaces, no control characters.
TYPED = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and not any(sign in text for sign in "ÃÂ\ufffd") and "â€" not in text)
)


def words_of(page: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    files = {**ArticleFiles.valid().texts(), "es.md": page}
    draft = parse_article("us-asylum-fees", {name: text.encode() for name, text in files.items()})
    words = draft.words["es"]
    return words.title, words.sms, words.asked_as, words.paragraphs


@given(TYPED, TYPED, st.lists(TYPED, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_set_front_writes_any_text_so_that_it_reads_back(title: str, sms: str, asked: list[str]) -> None:
    """No text that can be typed breaks the file or changes on its way."""
    page = set_front(PAGE, {"title": title, "sms": sms, "asked_as": asked})

    assert words_of(page) == (title, sms, tuple(asked), words_of(PAGE)[3])


@given(TYPED, TYPED, st.lists(TYPED, min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_new_words_writes_any_text_so_that_it_reads_back(title: str, sms: str, asked: list[str]) -> None:
    """A file made from nothing says what it was made of."""
    page = new_words({"title": title, "sms": sms, "asked_as": asked}, ["Una.", "Dos."])

    assert words_of(page) == (title, sms, tuple(asked), ("Una.", "Dos."))


@given(st.lists(TYPED.filter(lambda text: not text.startswith("---")), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_set_paragraphs_writes_any_text_so_that_it_reads_back(paragraphs: list[str]) -> None:
    """Paragraphs can be changed, added and removed."""

    assert words_of(set_paragraphs(PAGE, paragraphs))[3] == tuple(paragraphs)


def test_edits_that_change_nothing_change_no_byte() -> None:
    """Writing back what is there leaves the file alone, line breaks inside paragraphs included."""
    page = PAGE.replace("Pregunte primero a un", "Pregunte primero\na un").replace("\n", "\r\n")

    assert set_paragraphs(page, words_of(page)[3]) == page
    assert set_front(page, {}) == page
