"""Forms: nothing that was signed gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.twilio.errors import UnreadableRequest
from channels.twilio.form import MOST_FIELDS, Form

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(WORDS, WORDS)))
def test_form_comes_back_as_it_was_encoded(pairs: list[tuple[str, str]]) -> None:
    """Every name and value survives the way, repeated and empty ones too."""
    form = Form(pairs)
    again = Form.parse(form.encoded())

    assert {name: again.getlist(name) for name in again} == {name: form.getlist(name) for name in form}


@pytest.mark.parametrize(
    ("body", "values"),
    [
        pytest.param(b"a=1&a=2&a=1", ("1", "2", "1"), id="repeated, in order"),
        pytest.param(b"a=", ("",), id="blank"),
        pytest.param(b"a", ("",), id="name alone"),
        pytest.param(b"b=1", (), id="absent"),
        pytest.param(b"a=x+y%2B", ("x y+",), id="plus and percent"),
        pytest.param(b"a=1;b=2", ("1;b=2",), id="a semicolon separates nothing"),
        pytest.param(b"a=%C2%BFqu%C3%A9?", ("¿qué?",), id="UTF-8"),
        pytest.param("a=¿qué?".encode(), ("¿qué?",), id="UTF-8 as it is"),
        pytest.param(b"a=%ED%A0%BDx", ("\ufffd\ufffd\ufffdx",), id="half of a surrogate pair"),
        pytest.param(b"a=\xff%FF", ("\ufffd\ufffd",), id="not UTF-8"),
        pytest.param(b"a=%zz%", ("%zz%",), id="broken escapes"),
        pytest.param(b"", (), id="empty body"),
    ],
)
def test_form_reads_bodies(body: bytes, values: tuple[str, ...]) -> None:
    """A body is read to the letter, and what is no text is marked instead of dropped."""
    assert Form.parse(body).getlist("a") == values


def test_form_with_thousands_of_fields_is_refused() -> None:
    """A form far beyond anything that Twilio sends is not taken apart."""
    Form.parse(b"&".join([b"a=1"] * MOST_FIELDS))

    with pytest.raises(UnreadableRequest, match=str(MOST_FIELDS)):
        Form.parse(b"&".join([b"a=1"] * (MOST_FIELDS + 1)))
