"""How well blanking out works, on messages in which everything that identifies somebody is labelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from channels.cli import app
from channels.journal.redact import redact
from channels.journal.redaction_figures import Labelled, measure, read
from channels.public_numbers import PublicNumbers
from channels.redaction import measured
from channels.settings import Settings
from knowledge.folder import ARTICLES
from knowledge.library import Library

TESTS = Path(__file__).resolve().parents[1]
SEEN, BLIND = TESTS / "redaction.seen.yaml", TESTS / "redaction.blind.yaml"


@pytest.fixture(scope="module")
def public() -> PublicNumbers:
    library = Library.load(ARTICLES)
    return PublicNumbers(lambda: library)


@pytest.mark.parametrize("file", [SEEN, BLIND], ids=lambda file: file.stem)
def test_identifiers_are_found_and_facts_stay(file: Path) -> None:
    """Of what has a shape .98 are found, of names .65; fees, forms, hotlines and every other word stay."""
    ((_, figures),) = measured(Settings(), [file])

    assert figures.messages >= 190
    assert figures.recall(names=False) >= 0.98
    assert figures.recall(names=True) >= 0.65
    assert figures.untouched[1] == figures.untouched[0]
    assert figures.words[1] >= 0.99 * figures.words[0]


def test_labelled_sets_share_no_message() -> None:
    """What is measured on was not seen while the rules were made."""
    seen, blind = ({message.text for message in read([file])} for file in (SEEN, BLIND))

    assert not seen & blind


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ("llame al [phone] ya", 1),
        ("llame al 55 [phone] ya", 0),
        ("[phone]", 1),
    ],
)
def test_identifier_is_found_when_no_word_of_it_is_left(left: str, found: int) -> None:
    """Half a number is a number that slipped through."""
    figures = measure([Labelled.read("llame al {phone 55 1234 5678} ya")], lambda _text: left)

    assert figures.found == {"phone": (1, found)}


def test_words_taken_by_mistake_are_counted() -> None:
    """Blanking out everything would find all and is not good."""
    figures = measure([Labelled.read("llame al 911"), Labelled.read("hola {name Ana}")], lambda _text: "[name]")

    assert (figures.recall(names=True), figures.untouched, figures.words) == (1.0, (1, 0), (4, 0))


@pytest.mark.parametrize("written", ["1-888-373-7888", "18883737888", "888 373 7888", "+1 (888) 373-7888"])
def test_hotlines_of_the_articles_stay(public: PublicNumbers, written: str) -> None:
    """However it is written, the number of an office is not somebody's number."""
    text = f"is {written} real? my own is 202 555 0143"

    assert redact(text, public) == f"is {written} real? my own is [phone]"
    assert redact(text) == "is [phone] real? my own is [phone]"


def test_redact_command_shows_and_measures() -> None:
    """An editor sees what would be stored, and the figures."""
    shown = CliRunner().invoke(app, ["redact", "me llamo Ana Paz, A123456789"])
    figures = CliRunner().invoke(app, ["redact", "--measure", str(BLIND)])

    assert shown.output.strip() == "me llamo [name], [a-number]"
    assert "found of what has a shape   0.9" in figures.output
