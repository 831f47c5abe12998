"""Twilio's numbers: what each means for us."""

from __future__ import annotations

import pytest

from channels.twilio.failures import failure_for


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        pytest.param(21610, 400, "stopped", id="the person sent STOP"),
        pytest.param(21211, 400, "unreachable", id="no such number"),
        pytest.param(21614, 400, "unreachable", id="not a mobile number"),
        pytest.param(30005, 400, "unreachable", id="report: no such handset"),
        pytest.param(63016, 400, "outside_window", id="WhatsApp's 24 hours are over"),
        pytest.param(20429, 429, "rate_limited", id="too many requests"),
        pytest.param(429, 429, "rate_limited", id="too many requests, without a number of Twilio's"),
        pytest.param(63018, 429, "rate_limited", id="WhatsApp's limit"),
        pytest.param(20003, 401, "account_refused", id="wrong token"),
        pytest.param(401, 401, "account_refused", id="wrong token, without a number of Twilio's"),
        pytest.param(21606, 400, "account_refused", id="a sender that is not ours"),
        pytest.param(63007, 400, "account_refused", id="no such WhatsApp sender"),
        pytest.param(30007, 400, "misconfigured", id="filtered by the carrier"),
        pytest.param(500, 500, "provider_down", id="Twilio's fault"),
        pytest.param(503, 503, "provider_down", id="Twilio is down"),
        pytest.param(12345, 502, "provider_down", id="unknown number, Twilio's fault"),
        pytest.param(12345, 400, "unknown", id="unknown number"),
        pytest.param(None, 400, "unknown", id="no number"),
    ],
)
def test_failure_for_a_number_is_of_our_kind(code: int | None, status: int, kind: str) -> None:
    """The number decides where we know it, else the HTTP status."""
    failure = failure_for(code=code, status=status)

    assert failure.code == kind
    assert failure.provider_code == code


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2.0), ("", None), ("-1", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)],
)
def test_failure_says_when_to_try_again(header: str, seconds: float | None) -> None:
    """Seconds of Retry-After are kept; a date is left to our own schedule."""
    assert failure_for(code=20429, status=429, headers={"Retry-After": header}).retry_after == seconds


def test_failure_for_good_names_no_time() -> None:
    """What is not to be tried again has no time for it."""
    assert failure_for(code=21610, status=400, headers={"Retry-After": "2"}).retry_after is None
