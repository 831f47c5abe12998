"""The small Twilio: what a run's verdict relies on."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from channels.bench.twilio_stub import Mood, running_stub

PATH = "/2010-04-01/Accounts/AC0/Messages.json"
FORM = {"To": "+15550100101", "From": "+15550100100", "Body": "hola"}


def test_half_a_form_is_no_message() -> None:
    """Who is killed in the middle of a request has sent nothing."""
    with running_stub() as stub:
        address = urlsplit(stub.url)
        with socket.create_connection((address.hostname or "", address.port or 0)) as client:
            client.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nTo=%2B1".encode())
            client.shutdown(socket.SHUT_WR)
            answered = client.recv(100)

        assert answered == b""
        assert stub.accepted == []


@pytest.mark.parametrize(
    ("mood", "accepted"),
    [(Mood.BUSY, 0), (Mood.BROKEN, 0), (Mood.DROPPED, 0), (Mood.LOST_ANSWER, 1), (Mood.WELL, 1)],
)
def test_moods_accept_or_do_not(mood: Mood, accepted: int) -> None:
    """A lost answer is the one failure after which the message is on its way."""
    with running_stub() as stub:
        stub.mood = lambda: mood
        try:
            answered = httpx.post(stub.url + PATH, data=FORM, timeout=5).status_code
        except httpx.HTTPError:
            answered = 0

        assert len(stub.accepted) == accepted
        assert (answered == 201) is (mood is Mood.WELL)
