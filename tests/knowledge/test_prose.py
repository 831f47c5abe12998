from __future__ import annotations

import pytest

from knowledge.parse import parse_article
from knowledge.rules.prose import prose
from knowledge.sample_articles import ArticleFiles


def codes(sentence: str, tag: str = "en") -> list[str]:
    files = ArticleFiles.valid()
    files.paragraphs[tag].append(sentence)
    draft = parse_article(files.slug, {name: text.encode() for name, text in files.texts().items()})
    return [problem.code for problem in prose(draft)]


@pytest.mark.parametrize(
    "sentence",
    [
        "File Form I-589 with Form I-765, I-130A or N-400.",
        "The H-2A and H-2B visas; law C-12; COVID-19.",
        "Wait 3 days and bring 2 photos.",
        "It costs {{ fee.form }} and takes {{ days.limit }} days.",
        "Ask U.S. officials, e.g. at a port. He may go once more.",
        "It is not over.Call a lawyer.",
    ],
)
def test_prose_lets_ordinary_sentences_pass(sentence: str) -> None:
    """Names of forms, visas and laws, and everyday numbers below ten, are no facts."""

    assert codes(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Pay $5.", "bare_amount"),
        ("Pay US$1,000.", "bare_amount"),
        ("Pay 5 dollars.", "bare_amount"),
        ("About 5% are heard.", "bare_amount"),
        ("Cuesta 300 pesos.", "bare_amount"),
        ("Call 1-800-555-0199.", "bare_phone"),
        ("Call (202) 555-0199.", "bare_phone"),
        ("Llame al +52 55 5555 0199.", "bare_phone"),
        ("Llame al 2222-3333.", "bare_phone"),
        ("Call 911.", "bare_number"),
        ("Since May 5 it is so.", "bare_date"),
        ("Since 5 May 2026 it is so.", "bare_date"),
        ("Desde el 5 de mayo de 2026.", "bare_date"),
        ("Desde mayo de 2026.", "bare_date"),
        ("Since 2026-05-05.", "bare_date"),
        ("In 2025 it ended.", "bare_number"),
        ("Within 30 days.", "bare_number"),
        ("Open 24/7.", "bare_number"),
        ("Title 42 ended.", "bare_number"),
        ("See https://example.gov/x.", "bare_address"),
        ("See www.example.test.", "bare_address"),
        ("See uscis.gov today.", "bare_address"),
        ("Vea gob.mx/comar.", "bare_address"),
        ("Write to help@example.org.", "bare_address"),
        ("Wait thirty days.", "spelled_number"),
        ("{{ fee.form }", "broken_placeholder"),
        ("{{ Fee.Form }}", "broken_placeholder"),
        ("{{ fee }}", "broken_placeholder"),
        ("{fee.form}", "broken_placeholder"),
        ("{{ fee.from }}", "unknown_fact"),
        ("**Now**", "markup"),
        ("[here](there)", "markup"),
        ("# Title", "markup"),
        ("<b>Now</b>", "markup"),
    ],
)
def test_prose_finds_what_belongs_into_facts(sentence: str, expected: str) -> None:
    """Each bare figure or broken placeholder is found once, under its own name."""

    assert codes(sentence) == [expected]


def test_prose_reads_number_words_in_their_language() -> None:
    """`once` is a number in Spanish and a plain word in English."""

    assert codes("Ask once.", "en") == []
    assert codes("Pida once.", "es") == ["spelled_number"]
