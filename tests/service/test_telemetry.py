from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import httpx
import pytest

from channels.bench.twilio_stub import Answer
from channels.journal.redaction_figures import read
from tests.service.conftest import Served, Words
from tests.service.phone import MESSAGES, new_sid, post
from tests.service.running import until

FEES = "us-asylum-fees"
BLIND = Path(__file__).resolve().parents[1] / "redaction.blind.yaml"


def test_metrics_count_what_happened(served: Served, words: Words) -> None:
    """One question moves the counters of its steps; no label names a person."""
    before, phone = numbers(served), served.phone()

    phone.text(words.question(FEES, "en"))
    phone.until_received(words.answer(FEES, "en"))
    moved = until(lambda: changed(before, numbers(served)), "the counters moved")

    assert moved['rumbo_messages_received_total{channel="sms"}'] == 1
    assert moved['rumbo_decisions_total{decision="answer",language="en"}'] == 1
    assert moved['rumbo_parts_total{channel="sms",result="accepted"}'] >= 1
    assert moved['rumbo_sms_segments_total{language="en"}'] >= 1
    assert moved['rumbo_step_seconds_count{step="plan"}'] == 1
    assert moved['rumbo_step_seconds_count{step="deliver"}'] >= 1
    assert numbers(served)["rumbo_articles"] == len(words.library.articles)
    assert phone.number not in httpx.get(f"{served.rumbo.url}/metrics", timeout=10).text


def test_log_holds_no_number_and_no_text(served: Served, words: Words) -> None:
    """Whatever goes wrong, nothing that people wrote and no number of theirs is in the service's output."""
    refused, mistaken, fine = served.phone(), served.phone(), served.phone(whatsapp=True)
    served.twilio.refusals[refused.address] = Answer.refusal(400, 21211)
    served.twilio.refusals[mistaken.address] = Answer(status=400, body="<html>no JSON</html>")
    secret = "mi hermano Eustaquio Xol escribe desde +502 5555 0199 y tiene miedo"

    for phone in (refused, mistaken, fine):
        phone.text(secret)
    fine.text(words.question(FEES, "es"))
    fine.until_received("I-589")
    until(lambda: refused.tried() and mistaken.tried(), "the others were tried")
    post(served.rumbo, MESSAGES, fine.form(secret, new_sid()), signature="wrong")
    until(lambda: "webhook_refused" in served.rumbo.output(), "the refusal was logged")
    until(lambda: served.rumbo.output().count("not_sent") >= 2, "the failures were logged")

    assert served.rumbo.leaked() == []
    assert "Eustaquio" not in served.rumbo.output()
    assert "55550199" not in re.sub(r"\D", "", served.rumbo.output())


def test_one_trace_leads_from_webhook_to_send(served: Served, words: Words) -> None:
    """What happened to one message is found by one mark, which is not its id."""
    phone = served.phone()
    sid = phone.text(words.question(FEES, "es"))
    phone.until_received("I-589")
    trace = hashlib.sha256(sid.encode()).hexdigest()[:12]

    def traced() -> list[str]:
        lines = [json.loads(line) for line in served.rumbo.output().splitlines() if line.startswith("{")]
        return [line["event"] for line in lines if line.get("trace") == trace]

    until(lambda: "twilio_accepted" in traced(), "the sending was logged")
    events = traced()

    assert events[:2] == ["received", "decided"]
    assert trace not in sid


def test_labelled_messages_leave_nothing_behind(on_each: Served) -> None:
    """The whole service, on messages full of names and papers: nothing in files, backup, log and metrics."""
    said = [each for each in read([BLIND]) if each.identifiers][::8]
    phones = [on_each.phone(whatsapp=at % 2 == 0) for at in range(len(said))]
    for phone, each in zip(phones, said, strict=True):
        phone.text(each.text)
    for phone in phones:
        until(phone.received, "everybody was answered")
    places = (on_each.stored(), on_each.rumbo.output(), httpx.get(f"{on_each.rumbo.url}/metrics", timeout=10).text)

    secrets = {value for each in said for _, value in each.identifiers if len(value) >= 7}
    secrets |= {phone.number.removeprefix("+") for phone in phones}
    assert len(secrets) > 30
    assert [secret for secret in secrets if any(secret in place for place in places)] == []


@pytest.mark.parametrize("whatsapp", [False, True])
def test_memory_and_start_are_printed(
    served: Served, words: Words, capsys: pytest.CaptureFixture[str], whatsapp: bool
) -> None:
    """A hundred messages are all answered; how much memory that took is for people to read, not for a test to judge."""
    phones = [served.phone(whatsapp=whatsapp) for _ in range(50)]

    for phone in phones:
        phone.text(words.question(FEES, "es"))
    for phone in phones:
        phone.until_received("I-589")
    with capsys.disabled():
        print(f"\n  started in {served.rumbo.started_in:.1f} s; {served.rumbo.megabytes():.0f} MB")

    assert all(len(phone.received()) == 1 for phone in phones)


def numbers(served: Served) -> dict[str, float]:
    lines = httpx.get(f"{served.rumbo.url}/metrics", timeout=10).text.splitlines()
    rows = [line.rpartition(" ") for line in lines if line.startswith("rumbo_")]
    return {name: float(value) for name, _, value in rows}


def changed(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """The counters that moved; nothing until the last step, after which nothing more moves, was counted."""
    moved = {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}
    return moved if 'rumbo_step_seconds_count{step="deliver"}' in moved else {}
