"""A small Twilio that does as it is told: refuses, is too busy, hangs up, or keeps what was sent.

Prism plays Twilio's description; this plays Twilio's moods. Left alone it accepts, lists and erases messages.
"""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """Requests about one number get no answer until it is over; then the connection is closed."""

    #: Whether what they ask for is done all the same.
    accept: bool
    over: threading.Event = field(default_factory=threading.Event)


class Mood(Enum):
    """How a request fares."""

    WELL = auto()
    BUSY = auto()
    BROKEN = auto()
    #: The connection ends before the request was acted upon, or after it.
    DROPPED = auto()
    LOST_ANSWER = auto()
    #: Acted upon, and then silence for longer than anybody waits.
    SILENT = auto()


@dataclass(slots=True, kw_only=True)
class TwilioStub:
    url: str = ""
    #: Every request: method, path and form or query.
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    #: The messages that were accepted, oldest first, as Twilio describes them.
    messages: list[dict[str, object]] = field(default_factory=list)
    #: Every message that was ever accepted, also those that were erased since.
    accepted: list[dict[str, object]] = field(default_factory=list)
    #: When each was accepted, by its id: seconds of `time.monotonic`.
    accepted_at: dict[str, float] = field(default_factory=dict)
    #: Seconds that every request takes; the real one needs about 0.15.
    delay: float = 0.0
    #: For the next requests, first come first served.
    answers: deque[Answer] = field(default_factory=deque)
    #: For every request to send to this address.
    refusals: dict[str, Answer] = field(default_factory=dict)
    #: Asked before every request.
    mood: Callable[[], Mood] = lambda: Mood.WELL
    #: By the address that a request is about.
    hangs: dict[str, Hang] = field(default_factory=dict)
    #: While set, requests are acted upon but the answer does not come.
    silent: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    #: The content templates that were made.
    contents: list[dict[str, object]] = field(default_factory=list)
    #: An id is never given twice, also when messages were erased.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def hang(self, address: str, *, accept: bool) -> None:
        self.hangs[address] = Hang(accept=accept)

    def release(self, address: str) -> None:
        self.hangs.pop(address).over.set()

    def accept(self, form: dict[str, str], *, created: datetime | None = None) -> dict[str, object]:
        """Keep a message as sent, at a time of the test's choice."""
        now = format_datetime(created or datetime.now(UTC))
        filled = json.loads(form.get("ContentVariables", "{}"))
        message: dict[str, object] = {
            "sid": f"SM{next(self.numbers):032x}",
            "body": form.get("Body", filled.get("1")),
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
        self.accepted.append(message)
        self.accepted_at[str(message["sid"])] = time.monotonic()
        return message

    def arrive(self, form: dict[str, str], *, at: datetime | None = None) -> dict[str, object]:
        """Keep a message that somebody sent us; its webhook is the caller's."""
        now = format_datetime(at or datetime.now(UTC))
        message: dict[str, object] = {
            "sid": form["MessageSid"],
            "account_sid": form.get("AccountSid"),
            "body": form.get("Body"),
            "to": form.get("To"),
            "from": form.get("From"),
            "messaging_service_sid": form.get("MessagingServiceSid"),
            "num_media": form.get("NumMedia", "0"),
            "status": "received",
            "direction": "inbound",
            "date_created": now,
            "date_updated": now,
            "date_sent": now,
        }
        self.messages.append(message)
        return message

    def serve(self, method: str, path: str, form: dict[str, str]) -> Answer | threading.Event | None:
        """What becomes of a request: an answer, or the connection ends without one, now or when something is over."""
        hang, mood = self.hangs.get(form.get("To", "")), self.mood()
        if mood is Mood.DROPPED or (hang is not None and not hang.accept):
            self.requests.append((method, path, form))
            return None if hang is None else hang.over
        answer = REFUSED.get(mood) or self.act(method, path, form)
        if mood is Mood.LOST_ANSWER:
            return None
        if self.silent.is_set() or mood is Mood.SILENT:
            return self.released
        return answer if hang is None else hang.over

    def act(self, method: str, path: str, form: dict[str, str]) -> Answer:
        self.requests.append((method, path, form))
        if self.answers:
            return self.answers.popleft()
        if path.startswith(CONTENT):
            return self._content(method, path, form)
        if method == "POST" and form.get("To") in self.refusals:
            return self.refusals[form["To"]]
        if method == "POST":
            return Answer(status=201, body=json.dumps(self.accept(form)))
        if method == "GET":
            return Answer(status=200, body=json.dumps(self._page(path, form)))
        sid = path.rpartition("/")[2].removesuffix(".json")
        kept = [message for message in self.messages if message["sid"] != sid]
        found = len(kept) < len(self.messages)
        self.messages[:] = kept
        return Answer(status=204) if found else Answer.refusal(404, 20404)

    def _content(self, method: str, path: str, form: dict[str, str]) -> Answer:
        """Templates are made, listed and removed; what is in them is the caller's."""
        if method == "POST":
            made = {**json.loads(form["json"]), "sid": f"HX{next(self.numbers):032x}"}
            self.contents.append(made)
            return Answer(status=201, body=json.dumps(made))
        if method == "DELETE":
            self.contents[:] = [content for content in self.contents if content["sid"] != path.rpartition("/")[2]]
            return Answer(status=204)
        listed = {"contents": self.contents, "meta": {"key": "contents", "next_page_url": None}}
        return Answer(status=200, body=json.dumps(listed))

    def _page(self, path: str, query: dict[str, str]) -> dict[str, object]:
        """The newest first, as Twilio has them; whoever has not been sent yet is left out where a date is asked for."""
        found = [m for m in reversed(self.messages) if m["to"] == query.get("To", m["to"])]
        found = [m for m in found if m["from"] == query.get("From", m["from"])]
        if day := query.get("DateSent>", "")[:10]:
            found = [m for m in found if m["date_sent"] and day_of(str(m["date_sent"])) >= day]
        size, at = int(query.get("PageSize", "50")), int(query.get("PageToken", "0"))
        more = urlencode({**query, "PageToken": str(at + size)})
        following = f"{path}?{more}" if at + size < len(found) else None
        return {"messages": found[at : at + size], "page": at // size, "next_page_uri": following}


def day_of(date: str) -> str:
    return parsedate_to_datetime(date).date().isoformat()


CONTENT = "/v1/Content"
REFUSED = {Mood.BUSY: Answer.refusal(429, 20429, Retry_After="1"), Mood.BROKEN: Answer.refusal(500, 20500)}


def form_of(request: BaseHTTPRequestHandler) -> dict[str, str] | None:
    """The fields of a request; None when its sender was killed in the middle: half a form is no message."""
    length = int(request.headers.get("Content-Length", 0))
    body = request.rfile.read(length)
    if len(body) < length:
        return None
    if request.headers.get("Content-Type") == "application/json":
        return {"json": body.decode()}
    return dict(parse_qsl(body.decode() or urlsplit(request.path).query, keep_blank_values=True))


@contextmanager
def running_stub() -> Iterator[TwilioStub]:
    """A stub on a free port of this machine, in a thread of its own."""
    stub = TwilioStub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes; together with delayed acknowledgements that costs 40 ms.
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            form = form_of(self)
            if form is None:
                self.close_connection = True
                return
            if stub.delay:
                time.sleep(stub.delay)
            answer = stub.serve(self.command, parts.path, form)
            if not isinstance(answer, Answer):
                if answer is not None:
                    answer.wait(timeout=60)
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

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A service that was killed leaves connections behind."""

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        stub.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield stub
        finally:
            stub.released.set()
            for hang in stub.hangs.values():
                hang.over.set()
            server.shutdown()
            thread.join(timeout=10)
