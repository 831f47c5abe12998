from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.replies import Decision, Effect, Phrase, Turn
from channels.handoff import with_hours
from channels.office import Office
from channels.render import Wording

ZONE = "America/Mexico_City"
HOURS = "mon-fri 9:00-17:00, sat 9:30-12:00"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T09:00", True),
        ("2026-11-23T08:59", False),
        ("2026-11-27T16:59", True),
        ("2026-11-27T17:00", False),
        ("2026-11-28T09:30", True),
        ("2026-11-29T10:00", False),
    ],
)
def test_office_is_open_by_its_own_clock(moment: str, is_open: bool) -> None:
    """Monday to Friday and Saturday morning, where the office is."""
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))

    assert Office.parse(HOURS, ZONE).is_open(now) == is_open


@pytest.mark.parametrize("tag", ["en", "es", "mam"])
def test_office_is_written_for_an_sms(tag: str) -> None:
    """Short, in GSM-7, with the place whose clock it is."""
    written = Office.parse(HOURS, ZONE).in_words(tag)

    assert "9:00-17:00" in written
    assert "Mexico City" in written
    assert written.isascii()


@pytest.mark.parametrize(
    ("hours", "zone"),
    [
        ("9-17", ZONE),
        ("mon-fri 9:00-8:00", ZONE),
        ("fri-mon 9:00-17:00", ZONE),
        ("mon 25:00-26:00", ZONE),
        (HOURS, "X/Y"),
    ],
)
def test_office_says_how_to_write_hours(hours: str, zone: str) -> None:
    """A mistake is found at start, with a sentence."""
    with pytest.raises(ValueError, match="OFFICE_"):
        Office.parse(hours, zone)


def turn(decision: Decision, *effects: Effect) -> Turn:
    said = (Phrase(key="utter_human"),)
    return Turn(replies=said, intent="human", decision=decision, language="es", effects=frozenset(effects))


def test_who_asks_for_a_person_hears_when(wording: Wording) -> None:
    """Hours below the answer; nothing is added to any other turn, nor to an alarm."""
    office = Office.parse(HOURS, ZONE)
    asked = with_hours(turn(Decision.COMMAND, Effect.HANDOFF), wording, office, "mx")
    other = with_hours(turn(Decision.ANSWER), wording, office, "mx")
    alarm = with_hours(turn(Decision.URGENT, Effect.HANDOFF), wording, office, "mx")

    assert Phrase(key="handoff_hours", params={"hours": office.in_words("es")}) in asked.replies
    assert len(other.replies) == len(alarm.replies) == 1
