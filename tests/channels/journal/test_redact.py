from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from channels.journal.redact import redact

CASES = Path(__file__).resolve().parents[2] / "redaction.yaml"
SEVEN_IN_A_ROW = re.compile(r"\d{7}")
#: What people put between the digits of a number they want to be called on.
GAPS = st.sampled_from(["", "", " ", "-", ".", " - ", ") ", " (", "\u00a0", "\u200b", "_", "/"])


def cases() -> Iterator[object]:
    for group, examples in yaml.safe_load(CASES.read_text(encoding="utf-8")).items():
        for case in examples:
            yield pytest.param(case["text"], case.get("becomes", case["text"]), id=f"{group}: {case['text']}")


@pytest.mark.parametrize(("text", "becomes"), list(cases()))
def test_redact_does_what_the_table_says(text: str, becomes: str) -> None:
    """Every line of tests/redaction.yaml holds, also for text that is redacted twice."""
    assert redact(text) == becomes
    assert redact(becomes) == becomes


@given(st.text() | st.text(alphabet="0123456789 -./()$aA#\n٣", max_size=60))
@example("20260529")
@example("$1234567")
@example("12/05/2024 12/05/2024")
@example("\ue0001234567")
def test_redact_leaves_no_seven_digits_in_a_row(text: str) -> None:
    """Whatever the text, no run of seven digits survives."""
    assert SEVEN_IN_A_ROW.search(redact(text)) is None


@given(
    # Of these digits neither dates nor short numbers can be made, which stay.
    number=st.lists(st.tuples(st.sampled_from("345679"), GAPS), min_size=7, max_size=15),
    before=st.sampled_from(["", "llame al ", "mi numero: ", "call ", "soy libre en ", "("]),
    after=st.sampled_from(["", " gracias", ", por favor", ". Thanks"]),
)
def test_redact_blanks_a_number_however_it_is_spaced(number: list[tuple[str, str]], before: str, after: str) -> None:
    """A number with any of the usual gaps is blanked; at most a rest that stands apart, too short to call, stays."""
    left = redact(before + "".join(digit + gap for digit, gap in number) + after)

    assert re.search(r"\[(?:phone|id|card|number)\]", left) is not None
    assert len(re.findall(r"\d", left)) < 7


@given(st.text(alphabet=st.characters(exclude_categories=["Co", "Cs"])))
def test_redact_adds_nothing_but_marks(text: str) -> None:
    """What stays of a text stood in it before."""
    marks = re.compile(r"\[(?:phone|number|id|card|email|link|a-number|receipt|location|address|name)\]")

    assert all(piece in text for piece in marks.split(redact(text)))
