"""A text with numbered lines becomes something to tap, and a tap says the number."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.twilio.menus import Menu, fill, read_menu, templates

WORK = "Work permit while asylum is pending: who, when, how"
THREE = f"Which of these do you mean?\n1 Asylum: what it costs\n2 {WORK}\n3 TPS"


def test_lines_with_numbers_are_choices_and_the_rest_is_the_body() -> None:
    """Words before and after the lines stay together as the body."""
    menu = read_menu("What is it about?\n1 Yes\n2. No\n\nOr write LANGUAGE.")

    assert menu is not None
    assert menu.body == "What is it about?\n\nOr write LANGUAGE."
    assert [(choice.number, choice.label) for choice in menu.choices] == [("1", "Yes"), ("2", "No")]


def test_a_list_may_end_with_zero() -> None:
    """0 leaves a question of the guide out, and can be tapped as well."""
    assert [choice.number for choice in _menu("Afraid?\n1 yes\n2 no\n0 skip").choices] == ["1", "2", "0"]


@pytest.mark.parametrize(
    "text",
    [
        "No list at all.",
        "1 Only a list\n2 and no words beside it",
        "One line is no menu:\n1 this",
        "Many:\n" + "\n".join(f"{number} x" for number in range(1, 12)),
        "y" * 1025 + "\n1 Yes\n2 No",
        "Numbers that do not follow:\n911 police\n60 children",
    ],
)
def test_other_texts_stay_texts(text: str) -> None:
    """What WhatsApp could not show as a list is sent as it is."""
    assert read_menu(text) is None


def test_the_longest_run_is_the_menu() -> None:
    """A list may go on from an earlier page, and a number in a sentence is none of its lines."""
    menu = read_menu("Page 2\n9 Chuj\n\n11 Ixil\n12 Mam\n13 Achi")

    assert menu is not None
    assert [choice.number for choice in menu.choices] == ["11", "12", "13"]
    assert "9 Chuj" in menu.body


def test_short_labels_become_buttons() -> None:
    """Three labels that fit on buttons; each says its number."""
    filled = fill(_menu("Did this help?\n1 Yes\n2 No"))

    assert filled.template == "buttons_2"
    assert json.loads(filled.variables) == {"1": "Did this help?", "2": "Yes", "3": "1", "4": "No", "5": "2"}


def test_long_labels_become_a_list_with_a_second_line() -> None:
    """A row is cut at a word, and the whole label stands below it."""
    filled = fill(_menu(THREE))
    variables = json.loads(filled.variables)

    assert filled.template == "long_rows_3"
    assert (variables["5"], variables["6"]) == ("2. Work permit while…", "2")
    assert variables["7"] == WORK


def test_middling_labels_become_plain_rows() -> None:
    """Where every row fits, nothing is said twice."""
    assert fill(_menu("Which?\n" + "\n".join(f"{n} Language {n}" for n in range(1, 11)))).template == "rows_10"


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=90), max_size=12),
    st.text(max_size=300),
)
def test_what_is_filled_has_a_template_and_fits_it(labels: list[str], words: str) -> None:
    """Whatever the labels are, every place of the template is filled, nothing is too long, and no place is empty."""
    menu = read_menu(words + "\n" + "\n".join(f"{n} {label}" for n, label in enumerate(labels, start=1)))
    if menu is None:
        return
    filled = fill(menu)
    variables = json.loads(filled.variables)
    places = json.dumps(templates()[filled.template]).count("{{")

    assert list(variables) == [str(place) for place in range(1, places + 1)]
    assert all(value.strip() for value in variables.values())
    assert all(len(value) <= 72 for place, value in variables.items() if place != "1")


def _menu(text: str) -> Menu:
    menu = read_menu(text)
    assert menu is not None
    return menu
