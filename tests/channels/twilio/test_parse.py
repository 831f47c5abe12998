"""Parsing: every recorded form, and the small print."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.message import Kind
from channels.sending import DeliveryState
from channels.twilio.errors import IgnoredMessage, MalformedMessage
from channels.twilio.form import Form
from channels.twilio.parse import inbound, readable, status
from tests.channels.twilio import payloads

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = payloads.load("sms_text")
REPORT = payloads.load("status_undelivered_unreachable")


@pytest.mark.parametrize("payload", payloads.ALL, ids=lambda payload: payload.name)
def test_parse_does_with_every_recorded_form_what_its_file_says(payload: payloads.Payload) -> None:
    """Each file of tests/payloads/twilio is one promise: what comes out of this form, or why nothing does."""
    assert outcome(payload) == payload.expect


def outcome(payload: payloads.Payload) -> dict[str, str]:
    """What came out, with the keys that the file's `expect` uses."""
    try:
        if payload.is_status:
            report = status(payload.form, account_sid=payloads.ACCOUNT)
            failure = {"failure": report.failure.code} if report.failure else {}
            return {"state": report.state.value, **failure}
        message = inbound(payload.form, NOON, account_sid=payloads.ACCOUNT)
    except IgnoredMessage as reason:
        return {"ignored": str(reason)}
    except MalformedMessage as reason:
        return {"malformed": str(reason)}
    read = {"channel": message.channel.value, "kind": message.kind.value, "text": message.text}
    read |= {"sender": message.sender, "recipient": message.recipient}
    return read | ({"opt_out": message.opt_out} if message.opt_out else {})


def test_inbound_keeps_id_and_time() -> None:
    """The id is Twilio's and the time is ours."""
    message = inbound(TEXT.form, NOON, account_sid=payloads.ACCOUNT)

    assert message.sid == dict(TEXT.fields)["MessageSid"]
    assert message.received_at == NOON


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="every kind of line break"),
        pytest.param("a\tb", "a\tb", id="tab stays"),
        pytest.param("a\0b\x01\x7f\x9f", "ab", id="control characters go"),
        pytest.param("\ud83da\ude00", "a", id="lone halves of a pair go"),
        pytest.param("👩‍👩‍👧 🙏🏽 🇬🇹 ❤️", "👩‍👩‍👧 🙏🏽 🇬🇹 ❤️", id="emoji stay whole"),
        pytest.param("kʼicheʼ q'eqchi' ꞌ ñ ü ö", "kʼicheʼ q'eqchi' ꞌ ñ ü ö", id="letters of Mayan languages stay"),
        pytest.param("a\u202eb\u2066c\u2069", "abc", id="reversed direction goes"),
        pytest.param("\u00a0 a \n", "a", id="blanks at the ends go"),
        pytest.param("\0\r\n\x1b", "", id="nothing readable"),
    ],
)
def test_readable_drops_what_nobody_can_read(written: str, read: str) -> None:
    """Letters and emoji stay as they were written; what is none goes."""
    assert readable(written) == read


@given(st.text())
def test_inbound_takes_any_text(text: str) -> None:
    """Whatever a telephone sends can be stored as UTF-8 without null bytes, and nothing crashes."""
    message = inbound(TEXT.with_field("Body", text), NOON, account_sid=payloads.ACCOUNT)

    assert "\0" not in message.text
    assert message.text.encode("utf-8").decode("utf-8") == message.text
    assert message.kind is (Kind.TEXT if message.text else Kind.EMPTY)


@given(st.dictionaries(st.sampled_from([name for name, _ in TEXT.fields]), st.text()))
def test_inbound_answers_any_field_with_a_message_or_a_reason(changes: dict[str, str]) -> None:
    """Whatever is in any field, the outcome is a message from a number, or one sentence why there is none."""
    form = Form([(name, changes.get(name, value)) for name, value in TEXT.fields])
    try:
        outcome = inbound(form, NOON, account_sid=payloads.ACCOUNT).sender
    except (IgnoredMessage, MalformedMessage) as reason:
        outcome = str(reason)

    assert re.fullmatch(r"\+[1-9][0-9]{6,14}|[A-Z][A-Za-z ,]+\.", outcome)


@pytest.mark.parametrize("number", ["+15125550143 ", " +15125550143"])
def test_inbound_forgives_blanks_around_numbers(number: str) -> None:
    """A blank before or after a number is no reason to leave a person without an answer."""
    message = inbound(TEXT.with_field("From", number), NOON, account_sid=payloads.ACCOUNT)

    assert message.sender == payloads.PERSON


@pytest.mark.parametrize("number", ["+1512555014३", "+1512555014\n3", "+" + "1" * 16, "+1 512 555 0143", "+"])
def test_inbound_refuses_numbers_that_are_none(number: str) -> None:
    """Only E.164 with ASCII digits is a number; the reason does not repeat it."""
    with pytest.raises(MalformedMessage) as raised:
        inbound(TEXT.with_field("From", number), NOON, account_sid=payloads.ACCOUNT)

    assert number not in str(raised.value)


@pytest.mark.parametrize("code", ["", "0", "abc", "-1", "9" * 5000, "٣"])
def test_status_without_a_usable_code_is_still_a_failure(code: str) -> None:
    """A report of a failure counts, whatever its number looks like."""
    report = status(REPORT.with_field("ErrorCode", code), account_sid=payloads.ACCOUNT)

    assert report.state is DeliveryState.UNDELIVERED
    assert report.failure is not None
    assert report.failure.provider_code is None


def test_status_of_success_has_no_failure() -> None:
    """A number beside a success, which Twilio sends as 0 at times, is no failure."""
    report = status(payloads.load("status_sent").with_field("ErrorCode", "30003"), account_sid=payloads.ACCOUNT)

    assert report.failure is None
