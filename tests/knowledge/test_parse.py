from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.article import Risk, Status
from knowledge.parse import paragraphs_of, parse_article
from knowledge.sample_articles import ArticleFiles
from knowledge.yamldoc import read_yaml


def files_of(article: ArticleFiles) -> dict[str, bytes | None]:
    return {name: text.encode() for name, text in article.texts().items()}


def test_parse_article_gives_values_not_dicts() -> None:
    """A valid folder becomes one article with everything in its own type."""
    files = ArticleFiles.valid()
    files.head["risk"] = "high"

    article = files.article()

    assert (article.status, article.risk) == (Status.OPEN, Risk.HIGH)
    assert article.facts["date.seen"].value == date(2026, 7, 2)
    assert article.facts["days.limit"].value == 30
    assert article.sources[0].official is True
    assert article.words["es"].translated_from is not None
    assert article.words["en"].translated_from is None


def test_words_parts_fill_facts_in_per_language() -> None:
    """Part 0 is the sms, then the paragraphs; dates are written as each language writes them."""
    article = ArticleFiles.valid().article()

    english, spanish = (article.words[tag].parts(article) for tag in ("en", "es"))

    assert english[0] == "The form costs $100. Help is free."
    assert "Jul 2, 2026" in english[3]
    assert "2 jul 2026" in spanish[3]
    assert "30 días" in spanish[1]


def test_parse_article_knows_signatures() -> None:
    """Signatures are read from their file; a recording that nobody vouches for is not there to be sent."""
    files = files_of(ArticleFiles.valid())
    files["signatures.yaml"] = b'- digest: "0123456789abcdef"\n  reviewer: "Ana, lawyer"\n  on: 2026-07-03\n'
    files["mam.ogg"] = b""

    article = parse_article("us-asylum-fees", files).article

    assert article is not None
    assert [signature.reviewer for signature in article.signatures] == ["Ana, lawyer"]
    assert article.recordings == frozenset()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("066", "066", id="an emergency number is no octal number"),
        pytest.param("8:30", "8:30", id="an hour is no number to base sixty"),
        pytest.param("1.50", "1.50", id="an amount keeps its zero"),
        pytest.param("1_000", "1_000", id="underscores stay"),
        pytest.param("no", "no", id="no is a word"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("911", 911, id="a whole number"),
        pytest.param("2026-07-02", date(2026, 7, 2), id="a date"),
        pytest.param('"2026-07-02"', "2026-07-02", id="quotes make it text"),
        pytest.param("true", True, id="true"),
        pytest.param("~", None, id="nothing"),
    ],
)
def test_read_yaml_takes_what_was_typed(typed: str, expected: object) -> None:
    """None of YAML's silent conversions changes what people will read."""
    document = read_yaml(f"key: {typed}", file="x")

    assert document.problems == ()
    assert document.value["key"] == expected
    assert type(document.value["key"]) is type(expected)


def test_read_yaml_language_no_is_a_key() -> None:
    """Keys are text, also where YAML would see a truth value."""

    assert read_yaml("no: x\n1: y", file="x").value == {"no": "x", "1": "y"}


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x 1\nb: *x", "a: !!python/object:os.system x", "? [a]\n: b"])
def test_read_yaml_refuses_what_can_do_harm(text: str) -> None:
    """Aliases that never end, objects and odd keys are problems; nothing is run and nothing hangs."""

    assert read_yaml(text, file="x").problems


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_parse_article_never_raises_on_bytes(raw: bytes) -> None:
    """Whatever stands in a file, the answer is an article or problems."""
    files = {**files_of(ArticleFiles.valid()), "en.md": raw, "article.yaml": raw, "signatures.yaml": raw}

    draft = parse_article("us-asylum-fees", files)

    assert draft.article is None
    assert draft.problems


@given(st.integers(min_value=0, max_value=2000), st.sampled_from(["article.yaml", "en.md", "es.md"]))
@settings(max_examples=200, deadline=None)
def test_parse_article_never_raises_on_half_a_file(cut: int, name: str) -> None:
    """A file that was saved half-way gives an article or problems, whichever byte it ends at."""
    files = files_of(ArticleFiles.valid())
    files[name] = (files[name] or b"")[:cut]

    draft = parse_article("us-asylum-fees", files)

    assert draft.article is not None or draft.problems
    assert all(problem.say("en") and problem.say("es") for problem in draft.problems)


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t], ids=["CRLF", "BOM"])
def test_parse_article_reads_what_windows_writes(change: object) -> None:
    """Windows line ends and byte order marks are no mistakes and change no meaning."""
    files = ArticleFiles.valid()
    changed = {name: change(text).encode() for name, text in files.texts().items()}  # type: ignore[operator]

    draft = parse_article("us-asylum-fees", changed)

    assert draft.problems == ()
    assert draft.article == files.article()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One\nline.\n\nTwo.", [(1, "One line."), (4, "Two.")]),
        ("\n\n  One.  \n \n\nTwo.\n", [(3, "One."), (6, "Two.")]),
        ("List:\n- a\n- b", [(1, "List:\n- a\n- b")]),
        ("", []),
    ],
)
def test_paragraphs_of_joins_lines_and_counts_them(body: str, expected: list[tuple[int, str]]) -> None:
    """Empty lines part paragraphs; a line break inside one is a space, except before a list item."""

    assert paragraphs_of(body, 1) == expected
