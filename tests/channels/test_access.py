"""`rumbo export NUMBER`, on a real database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.replies import Decision, Effect
from channels.access import export
from channels.doors import open_doors
from channels.journal.records import TurnFacts
from channels.message import Channel, InboundMessage, Kind, OutboundPart
from channels.settings import Settings
from channels.telephone import UnreadableNumberError

NUMBER, OTHER = "+15550100199", "+15550100188"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A database in which two people talked, and somebody looked at one of them."""
    made = Settings(database_url=f"sqlite:///{tmp_path}/rumbo.sqlite", data_key=SecretStr("0123456789abcdef" * 2))
    doors = open_doors(made)
    journal, desk = doors.journal, doors.desk
    for sid, sender in (("SM1", NUMBER), ("SM2", OTHER)):
        message = InboundMessage(
            sid=sid,
            channel=Channel.SMS,
            sender=sender,
            recipient="+15550100000",
            text="me llamo Ana, tengo miedo",
            kind=Kind.TEXT,
            received_at=NOW,
        )
        journal.receive(message)
        facts = TurnFacts(
            intent="ask",
            decision=Decision.ANSWER,
            language="es",
            article="us-asylum-fees",
            effects=frozenset({Effect.HANDOFF, Effect.FEEDBACK_GOOD}),
        )
        answer = OutboundPart(text=f"cuesta cien, {sender[-3:]}", segments=1, encoding="GSM-7")
        for part in journal.commit_turn(sid, facts, tracker=b"state", parts=[answer]).planned:
            journal.take(part.id)
            journal.mark_accepted(part.id, f"out-{sid}")
            journal.record_status(f"out-{sid}", "delivered")
    desk.record("rosa", "reveal", person=journal.person(NUMBER), reason="she asked for a call")
    return made


def told(settings: Settings, number: str = NUMBER, *, tag: str = "en", as_json: bool = False) -> str:
    return export(settings, number, tag=tag, as_json=as_json, now=NOW)


@pytest.mark.parametrize("tag", ["en", "es"])
def test_export_is_readable_and_complete(settings: Settings, tag: str) -> None:
    """Number, messages both ways, reports, wishes and who looked are there in plain words, and nobody else's."""
    text = told(settings, tag=tag)

    for expected in (NUMBER, "me llamo [name], tengo miedo", "cuesta cien, 199", "delivered", "us-asylum-fees"):
        assert expected in text
    assert "she asked for a call" in text
    assert "_sealed" not in text
    for unexpected in (OTHER, "cuesta cien, 188", "SM2", "rosa"):
        assert unexpected not in text


def test_export_as_json_names_tables(settings: Settings) -> None:
    """For machines: every table that holds something of the person."""
    found = json.loads(told(settings, as_json=True))

    assert set(found) == {"people", "inbound", "outbound", "statuses", "trackers", "handoffs", "feedback", "audit"}
    assert found["people"][0]["number"] == NUMBER


def test_export_of_a_stranger_says_so(settings: Settings) -> None:
    """Nothing stored is an answer too; what is no number is refused."""
    assert told(settings, "+15550100177") == "This service has stored nothing about +15550100177."
    with pytest.raises(UnreadableNumberError):
        told(settings, "5550100199")
