"""A message that is only a name or a number is told from a question."""

from __future__ import annotations

import pytest

from bot.nlu.personal import personal


@pytest.mark.parametrize(
    "text",
    [
        "A 123-456-789",
        "a#123456789",
        "+503 7777 8888",
        "mi numero es 5512345678",
        "my A number is 123456789",
        "12345",
        "Maria Lopez",
        "jose hernandez",
        "soy Wilmer",
        "me llamo Xochitl Yaxcal",
        "My name is Peter Pan",
    ],
)
def test_personal_recognises(text: str) -> None:
    assert personal().recognise(text)


@pytest.mark.parametrize(
    "text",
    [
        "911",
        "2025",
        "que es la i589",
        "i-765 (c)(8)",
        "maria desaparecio",
        "me llamo Juan y quiero asilo",
        "soy de honduras",
        "soy refugiado",
        "asilo",
        "1",
        "",
    ],
)
def test_personal_leaves_questions_alone(text: str) -> None:
    assert not personal().recognise(text)
