from __future__ import annotations

from datetime import date

import pytest

from knowledge.facts import FactValue, in_words, placeholders


@pytest.mark.parametrize(
    ("value", "tag", "expected"),
    [
        (date(2026, 7, 2), "en", "Jul 2, 2026"),
        (date(2026, 9, 2), "es", "2 sep 2026"),
        pytest.param(date(2026, 7, 2), "mam", "2 jul 2026", id="Babel does not know mam: dates as in Spanish"),
        pytest.param(date(2026, 7, 2), "kek", "2 jul 2026", id="nor kek"),
        (1000, "es", "1000"),
        ("$100", "es", "$100"),
        ({"en": "2nd floor", "es": "2.º piso"}, "en", "2nd floor"),
        pytest.param({"en": "2nd floor", "es": "2.º piso"}, "mam", "2.º piso", id="another language reads the Spanish"),
    ],
)
def test_in_words_writes_values_as_the_language_does(value: FactValue, tag: str, expected: str) -> None:
    """Dates are written out, whole numbers stay plain, texts per language are chosen."""

    assert in_words(value, tag) == expected


def test_placeholders_come_in_order() -> None:
    """Spaces inside the braces do not matter; what is no fact key is no placeholder."""

    assert list(placeholders("{{ fee.a }} {{days.b_c}} {{ fee }} {fee.d}")) == ["fee.a", "days.b_c"]
