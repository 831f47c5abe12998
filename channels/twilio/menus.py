"""Numbered choices as something to tap: Twilio's lists and buttons on WhatsApp, made of the text that SMS gets.

A menu is text with numbered lines, and stays so in the journal, on SMS and in the simulator. Here the same text is
taken apart: what stands around the lines is the body, each line a row or a button, and a tap says its number, so that
tapping and typing are the same message. Both need no approval within WhatsApp's 24 hours, and we write only then.
Limits: twilio.com/docs/content/twiliolist-picker and twilio-quick-reply, read in November 2026.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: A choice: `1 Title` or `1. Title`, on a line of its own.
_LINE: Final = re.compile(r"(?P<number>\d{1,2})\.? (?P<label>\S.*)")
BODY: Final = 1024
ROW: Final = 24
DESCRIPTION: Final = 72
BUTTON: Final = 20
MOST_ROWS: Final = 10
MOST_BUTTONS: Final = 3
#: What opens a list; one for all languages, because a template knows none.
OPENER: Final = "1 2 3 …"


@dataclass(frozen=True, slots=True)
class Choice:
    #: What a tap says.
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A text taken apart."""

    body: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A template by its name, and what goes into its places."""

    template: str
    variables: str


def read_menu(text: str) -> Menu | None:
    """The menu in a text; None where there is none that could be tapped: too long, too many, or nothing to say."""
    lines = text.split("\n")
    found = [match if (match := _LINE.fullmatch(line.strip())) else None for line in lines]
    start, end = _longest_run(found)
    choices = tuple(Choice(match["number"], match["label"].strip()) for match in found[start:end] if match)
    body = "\n".join([*lines[:start], *lines[end:]]).strip()
    fits = 2 <= len(choices) <= MOST_ROWS and 0 < len(body) <= BODY
    return Menu(re.sub(r"\n{3,}", "\n\n", body), choices) if fits else None


def _longest_run(found: Sequence[re.Match[str] | None]) -> tuple[int, int]:
    """First and last line (excluded) of the longest block whose numbers follow one another."""
    best, start = (0, 0), 0
    for at in range(len(found) + 1):
        here = found[at] if at < len(found) else None
        before = found[at - 1] if at else None
        # A list may end with 0, which leaves the question out.
        goes_on = here and before and int(here["number"]) in {int(before["number"]) + 1, 0}
        if not goes_on:
            if before and at - start > best[1] - best[0]:
                best = (start, at)
            start = at
    return best


def fill(menu: Menu) -> Filled:
    """Buttons where everything fits on buttons, else a list; with a second line where a label needs it."""
    count = len(menu.choices)
    if count <= MOST_BUTTONS and all(len(choice.label) <= BUTTON for choice in menu.choices):
        pairs = [value for choice in menu.choices for value in (choice.label, choice.number)]
        return _filled(f"buttons_{count}", [menu.body, *pairs])
    rows = [_row(choice) for choice in menu.choices]
    if all(len(label) <= ROW for label in rows):
        pairs = [value for row, choice in zip(rows, menu.choices, strict=True) for value in (row, choice.number)]
        return _filled(f"rows_{count}", [menu.body, *pairs])
    triples = [
        value
        for row, choice in zip(rows, menu.choices, strict=True)
        for value in (_cut(row, ROW), choice.number, _cut(choice.label, DESCRIPTION))
    ]
    return _filled(f"long_rows_{count}", [menu.body, *triples])


def _row(choice: Choice) -> str:
    return f"{choice.number}. {choice.label}"


def _cut(text: str, length: int) -> str:
    """At a word, with a sign that something is missing."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _filled(template: str, values: Sequence[str]) -> Filled:
    variables = {str(place): value for place, value in enumerate(values, start=1)}
    return Filled(template, json.dumps(variables, ensure_ascii=False))


def templates() -> dict[str, Mapping[str, Any]]:
    """The types of every template by its name; places are numbered as `fill` numbers them."""
    made: dict[str, Mapping[str, Any]] = {}
    for count in range(2, MOST_BUTTONS + 1):
        actions = [
            {"type": "QUICK_REPLY", "title": _place(2 * at + 2), "id": _place(2 * at + 3)} for at in range(count)
        ]
        made[f"buttons_{count}"] = {"twilio/quick-reply": {"body": _place(1), "actions": actions}}
    for count in range(2, MOST_ROWS + 1):
        items = [{"item": _place(2 * at + 2), "id": _place(2 * at + 3)} for at in range(count)]
        made[f"rows_{count}"] = _list(items)
        items = [
            {"item": _place(3 * at + 2), "id": _place(3 * at + 3), "description": _place(3 * at + 4)}
            for at in range(count)
        ]
        made[f"long_rows_{count}"] = _list(items)
    return made


def _list(items: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
    return {"twilio/list-picker": {"body": _place(1), "button": OPENER, "items": list(items)}}


def _place(number: int) -> str:
    return f"{{{{{number}}}}}"
