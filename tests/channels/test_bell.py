from __future__ import annotations

import asyncio
import email
import email.policy
import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from sqlalchemy import Engine

from bot.replies import Decision
from channels.alarms import Alarms
from channels.bell import Bell, Troubles, bell_of, ring_for_danger, ring_for_trouble
from channels.errors import ConfigurationError
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.settings import Settings
from locales.phrases import Phrases
from tests.channels.journal.conftest import (
    NUMBER,
    Clock,
    MakeMessage,
    clock,
    crypto,
    data_key,
    empty_engine,
    engine,
    facts,
    journal,
    message,
    url,
)

__all__ = ["clock", "crypto", "data_key", "empty_engine", "engine", "journal", "message", "url"]

URGENT = facts(decision=Decision.URGENT, danger="kidnapped", despite_stop=True)
PHRASES = Phrases.load()


class Hook(HTTPServer):
    heard: list[str]
    status = 200


class Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.heard.append(json.loads(body)["text"])
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook(("127.0.0.1", 0), Handler)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def conversations(engine: Engine, crypto: Crypto, clock: Clock) -> Conversations:
    return Conversations(engine, crypto, clock)


def bell(hook: Hook) -> Bell:
    webhook = f"http://127.0.0.1:{hook.server_port}/"
    return Bell(email_to=(), email_from="", smtp_url="", webhook=webhook, address="https://rumbo.example.org")


def test_alarm_rings_once_for_each_danger_and_names_nobody(
    journal: Journal, conversations: Conversations, message: MakeMessage, hook: Hook
) -> None:
    """Of two machines one rings; kind and link are told, no number, no text, no pseudonym."""
    journal.receive(message(text="me tienen secuestrado"))
    journal.commit_turn("SM1", URGENT, tracker=None, parts=())

    async def two() -> list[int]:
        ringing = [ring_for_danger(bell(hook), conversations, PHRASES) for _ in range(2)]
        return sorted(await asyncio.gather(*ringing))

    assert asyncio.run(two()) == [0, 1]
    (heard,) = hook.heard
    assert "kidnapped" in heard
    assert "https://rumbo.example.org/console/handoffs" in heard
    assert not any(secret in heard for secret in (NUMBER, "secuestrado", journal.person(NUMBER)))


def test_alarm_that_cannot_be_sent_is_tried_again(
    journal: Journal, conversations: Conversations, message: MakeMessage, hook: Hook
) -> None:
    """A webhook that is down loses no alarm."""
    journal.receive(message())
    journal.commit_turn("SM1", URGENT, tracker=None, parts=())
    hook.status = 503
    with pytest.raises(httpx.HTTPStatusError):
        asyncio.run(ring_for_danger(bell(hook), conversations, PHRASES))
    hook.status = 200

    assert asyncio.run(ring_for_danger(bell(hook), conversations, PHRASES)) == 1
    assert len(hook.heard) == 1


def test_trouble_of_the_service_rings_once_an_hour(hook: Hook) -> None:
    """What was wrong before anybody listened rings, too; what could not be told is told later; nothing rings twice."""
    alarms, hour = Alarms(), [0.0]
    alarms.ring("model", "The embedding model is missing.")
    troubles = Troubles(alarms, lambda: hour[0])

    async def look() -> int:
        return await ring_for_trouble(bell(hook), troubles, PHRASES)

    hook.status = 500
    with pytest.raises(httpx.HTTPStatusError):
        asyncio.run(look())
    hook.status = 200
    assert asyncio.run(look()) == 1
    alarms.note("message_refused", "Twilio refused a message (21408).")
    alarms.note("message_refused", "Twilio refused a message (21408).")
    assert [asyncio.run(look()) for _ in range(2)] == [1, 0]
    alarms.note("message_refused", "Twilio refused a message (21408).")
    assert asyncio.run(look()) == 0
    hour[0] = 3600.0
    alarms.note("message_refused", "Twilio refused a message (21408).")
    assert asyncio.run(look()) == 1

    assert len(hook.heard) == 3
    assert "The embedding model is missing." in hook.heard[0]
    assert "https://rumbo.example.org/readyz" in hook.heard[0]


class Post(socketserver.StreamRequestHandler):
    """As much of a mail server as takes one letter."""

    def handle(self) -> None:
        letters: list[str] = self.server.letters  # type: ignore[attr-defined]
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                letters.append("\n".join(lines))
            self.wfile.write(b"221 bye\r\n" if line.upper() == "QUIT" else b"250 ok\r\n")


def test_alarm_by_email_arrives(journal: Journal, conversations: Conversations, message: MakeMessage) -> None:
    """A whole letter, in both languages, with where to go."""
    journal.receive(message())
    journal.commit_turn("SM1", URGENT, tracker=None, parts=())
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.handle_request, daemon=True).start()
        mailing = bell_of(
            Settings(
                alarm_email_to="team@example.org",
                smtp_url=f"smtp://127.0.0.1:{server.server_address[1]}",
                public_url="https://rumbo.example.org",
            )
        )
        assert mailing is not None
        asyncio.run(ring_for_danger(mailing, conversations, PHRASES))
        (letter,) = server.letters  # type: ignore[attr-defined]

    parsed = email.message_from_string(letter, policy=email.policy.default)
    assert parsed["To"] == "team@example.org"
    assert "en peligro" in parsed["Subject"]
    assert "https://rumbo.example.org/console/handoffs" in parsed.get_content()


def test_alarm_by_email_needs_a_mail_server() -> None:
    """Half a configuration is refused with a sentence."""
    with pytest.raises(ConfigurationError, match="SMTP_URL"):
        bell_of(Settings(alarm_email_to="team@example.org"))
    whole = bell_of(Settings(alarm_email_to="a@example.org, b@example.org", smtp_url="smtp://mail.example.org"))

    assert whole is not None
    assert whole.email_to == ("a@example.org", "b@example.org")
    assert bell_of(Settings()) is None
