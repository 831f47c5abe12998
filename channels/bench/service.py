"""The real `rumbo serve` as a process of its own, and what it takes of the machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from channels.bench.caller import Account
from channels.bench.errors import BenchError
from channels.settings import ROOT

DATA_KEY = "a key for the benchmark alone that protects nobody"
#: Invented; the stub asks for no password.
ACCOUNT = Account(
    sid="AC0123456789abcdef0123456789abcdef",
    token="fedcba9876543210fedcba9876543210",  # noqa: S106
    number="+12025550100",
    # Twilio signs this address; the service, as behind a proxy, is called at another one.
    public_url="https://rumbo.example.org",
)
#: Seconds to load the models on a busy machine.
START = 180.0
#: What a program needs of the machine, and nothing of ours.
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "PYTHONPATH", "TMPDIR")
#: Seconds between two looks at the memory; what only one process uses (PSS) costs more to find out.
LOOK = 0.5


@dataclass(slots=True, kw_only=True)
class Service:
    """A process started with `command`, ready when `ready` answers 200; `kill` and `start` again as you like."""

    command: list[str]
    environment: Mapping[str, str]
    log: Path
    port: int
    ready: str = "/readyz"
    process: subprocess.Popen[bytes] | None = None
    #: Seconds from the command to the first answer that it is ready.
    started_in: float = 0.0

    @classmethod
    def rumbo(cls, *, database_url: str, twilio_url: str, log: Path, settings: Mapping[str, str] = {}) -> Service:
        """`rumbo serve` whose messages go to `twilio_url`; not started yet."""
        port = free_port()
        environment = {
            "DATABASE_URL": database_url,
            "DATA_KEY": DATA_KEY,
            "PUBLIC_URL": ACCOUNT.public_url,
            "TWILIO_ACCOUNT_SID": ACCOUNT.sid,
            "TWILIO_AUTH_TOKEN": ACCOUNT.token,
            "TWILIO_SMS_FROM": ACCOUNT.number,
            "TWILIO_API_URL": twilio_url,
            "ALLOW_UNSIGNED": "true",
            # One person may write as much as a run needs; it is counted all the same.
            "FLOOD_LIMIT": "100000",
            **settings,
        }
        program = str(Path(sys.executable).parent / "rumbo")
        return cls(command=[program, "serve", "--port", str(port)], environment=environment, log=log, port=port)

    @classmethod
    def rasa(cls, *, twilio_url: str, log: Path) -> Service:
        """Rasa's own Twilio channel and server with the same bot; not started yet."""
        port = free_port()
        command = [sys.executable, "-m", "channels.bench.rasa_alone", str(port), twilio_url]
        return cls(command=command, environment={}, log=log, port=port, ready="/")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it is ready. Raises BenchError with what it wrote when it does not get there."""
        self.launch()
        self.until_ready()

    def until_ready(self) -> None:
        """Wait until it is ready. Raises BenchError."""
        began = time.monotonic()
        while not self._is_ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() - began > START:
                self.stop()
                raise BenchError(f"The service did not start:\n{self._last_lines()}")
            time.sleep(0.1)
        self.started_in = time.monotonic() - began

    def launch(self) -> None:
        """Start and do not wait."""
        own = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command, cwd=ROOT, env={**own, **self.environment}, stdout=output, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """As the kernel would: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        self.process = None

    def _is_ready(self) -> bool:
        try:
            return httpx.get(self.url + self.ready, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True, kw_only=True)
class Load:
    """What some processes took of the machine together, children included; memory in MB (1e6 bytes)."""

    rss_before: float = 0.0
    rss_peak: float = 0.0
    pss_peak: float = 0.0
    rss_after: float = 0.0
    cpu_seconds: float = 0.0
    #: PostgreSQL's part, when it is our own child; not in the figures above.
    cpu_seconds_of_database: float = field(default=0.0)


@contextmanager
def watched(services: list[Service]) -> Iterator[Load]:
    """Looks at the services twice a second; the load is whole when this is over."""
    load, over = Load(), threading.Event()
    began, load.rss_before = _cpu(services), _rss(services)

    def look() -> None:
        at = 0
        while not over.wait(LOOK):
            load.rss_peak = max(load.rss_peak, _rss(services))
            if at % 4 == 0:
                load.pss_peak = max(load.pss_peak, _pss(services))
            at += 1

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    try:
        yield load
    finally:
        over.set()
        watching.join()
        load.rss_after = _rss(services)
        load.rss_peak, load.pss_peak = max(load.rss_peak, load.rss_after), max(load.pss_peak, _pss(services))
        load.cpu_seconds = round(_cpu(services) - began, 2)


def _processes(services: list[Service]) -> list[psutil.Process]:
    found = []
    for service in services:
        if service.process is None:
            continue
        try:
            process = psutil.Process(service.process.pid)
            found += [process, *process.children(recursive=True)]
        except psutil.Error:
            continue
    return found


def _summed(services: list[Service], of: str) -> float:
    total = 0.0
    for process in _processes(services):
        try:
            match of:
                case "rss":
                    total += process.memory_info().rss / 1e6
                case "pss":
                    total += process.memory_full_info().pss / 1e6
                case _:
                    times = process.cpu_times()
                    total += times.user + times.system
        except psutil.Error:
            continue
    return total


def _rss(services: list[Service]) -> float:
    return round(_summed(services, "rss"), 1)


def _pss(services: list[Service]) -> float:
    return round(_summed(services, "pss"), 1)


def _cpu(services: list[Service]) -> float:
    return _summed(services, "cpu")
