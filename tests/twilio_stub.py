"""A small Twilio that does as it is told: refuses, is too busy, hangs up, or keeps what was sent.

Prism plays Twilio's description; this plays Twilio's moods. Left alone it accepts, lists and erases messages.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the next request gets instead of what it asks for."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def refusal(cls, status: int, code: int, **headers: str) -> Answer:
        """An error in Twilio's form, with the person's number in it as Twilio has it."""
        said = {"code": code, "message": "The 'To' number +15125550143 …", "more_info": "", "status": status}
        return cls(status=status, body=json.dumps(said), headers={k.replace("_", "-"): v for k, v in headers.items()})


@dataclass(slots=True, kw_only=True)
class TwilioStub:
    url: str = ""
    #: Every request: method, path and form or query.
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    #: The messages that were accepted, oldest first, as Twilio describes them.
    messages: list[dict[str, object]] = field(default_factory=list)
    #: For the next requests, first come first served.
    answers: deque[Answer] = field(default_factory=deque)
    #: While set, requests are acted upon but the answer does not come.
    silent: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def accept(self, form: dict[str, str], *, created: datetime | None = None) -> dict[str, object]:
        """Keep a message as sent, at a time of the test's choice."""
        now = format_datetime(created or datetime.now(UTC))
        message: dict[str, object] = {
            "sid": f"SM{len(self.messages) + 1:032x}",
            "body": form.get("Body"),
            "to": form.get("To"),
            "from": form.get("From"),
            "messaging_service_sid": form.get("MessagingServiceSid"),
            "status": "queued",
            "direction": "outbound-api",
            "date_created": now,
            "date_updated": now,
            "date_sent": None,
        }
        self.messages.append(message)
        return message

    def act(self, method: str, path: str, form: dict[str, str]) -> Answer:
        self.requests.append((method, path, form))
        if self.answers:
            return self.answers.popleft()
        if method == "POST":
            return Answer(status=201, body=json.dumps(self.accept(form)))
        if method == "GET":
            return Answer(status=200, body=json.dumps(self._page(form)))
        sid = path.rpartition("/")[2].removesuffix(".json")
        kept = [message for message in self.messages if message["sid"] != sid]
        found = len(kept) < len(self.messages)
        self.messages[:] = kept
        return Answer(status=204) if found else Answer.refusal(404, 20404)

    def _page(self, query: dict[str, str]) -> dict[str, object]:
        found = [m for m in reversed(self.messages) if m["to"] == query.get("To", m["to"])]
        found = [m for m in found if m["from"] == query.get("From", m["from"])]
        return {"messages": found[: int(query.get("PageSize", "50"))], "page": 0, "next_page_uri": None}


@contextmanager
def running_stub() -> Iterator[TwilioStub]:
    """A stub on a free port of this machine, in a thread of its own."""
    stub = TwilioStub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            answer = stub.act(self.command, parts.path, dict(parse_qsl(body or parts.query, keep_blank_values=True)))
            if stub.silent.is_set():
                stub.released.wait(timeout=30)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body.encode())), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Silence; the test's own failure says what matters."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        stub.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield stub
        finally:
            stub.released.set()
            server.shutdown()
            thread.join(timeout=10)
