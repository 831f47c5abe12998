"""Errors of sending: what a queue may rely on."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from channels.sending import DeliveryState, RateLimited, SendError, window_open

KINDS = SendError.__subclasses__()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_send_error_survives_a_durable_queue(kind: type[SendError]) -> None:
    """An error that was stored and read again still says the same."""
    error = pickle.loads(pickle.dumps(kind(21610, 2.5)))

    assert type(error) is kind
    assert (error.provider_code, error.retry_after, str(error)) == (21610, 2.5, str(kind(21610, 2.5)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_send_error_says_one_sentence(kind: type[SendError]) -> None:
    """Every error is one sentence that an operator can read, with the provider's number when there is one."""
    assert str(kind()) == kind().sentence
    assert kind().sentence.count(".") == 1
    assert str(kind(123)) == f"{kind().sentence} (provider code 123)"


def test_send_errors_have_codes_of_their_own() -> None:
    """A code names one kind, and only a refusal of our whole account is both retried and an alarm."""
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert [kind.code for kind in KINDS if kind.retryable and kind.alarm] == ["account_refused"]
    assert [kind.code for kind in KINDS if kind.maybe_accepted] == ["provider_down"]
    assert RateLimited.retryable


@pytest.mark.parametrize(
    ("known", "reported", "replaced"),
    [
        ("queued", "sent", True),
        ("delivered", "sent", False),
        ("delivered", "read", True),
        ("failed", "sent", False),
        ("sent", "undelivered", True),
        ("sent", "sent", False),
    ],
)
def test_delivery_state_only_moves_forward(known: str, reported: str, replaced: bool) -> None:
    """Reports come in any order and twice; the furthest one counts."""
    assert DeliveryState(reported).is_newer_than(DeliveryState(known)) is replaced


@pytest.mark.parametrize(
    ("ago", "is_open"),
    [
        pytest.param(timedelta(0), True, id="just now"),
        pytest.param(timedelta(hours=23, minutes=58), True, id="two minutes left"),
        pytest.param(timedelta(hours=23, minutes=59, seconds=30), False, id="half a minute left is too little"),
        pytest.param(timedelta(hours=24), False, id="over"),
        pytest.param(timedelta(seconds=-5), True, id="by a clock that runs ahead"),
        pytest.param(None, False, id="never wrote"),
    ],
)
def test_window_is_open_for_a_day(ago: timedelta | None, is_open: bool) -> None:
    """WhatsApp's window starts with the person's last message and closes for us a minute early."""
    assert window_open(None if ago is None else NOON - ago, NOON) is is_open
