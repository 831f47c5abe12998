"""The real `rumbo serve` as a process of its own, with a database of its own and something else in Twilio's place."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from channels.journal.connect import connect
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "rumbo"

DATA_KEY = "0123456789abcdef-tests-0123456789abcdef"
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
OUR_SMS, OUR_WHATSAPP = "+12025550100", "+12025550101"
#: Twilio signs this address; the service behind a proxy is asked at another one.
PUBLIC_URL = "https://rumbo.example.org"

#: Generous, since tests share their machine; the figures that are promised are measured and printed.
PATIENCE = 30.0
START = 180.0
#: What a program needs of the machine, and nothing of ours.
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "PYTHONPATH", "TMPDIR")


def until(condition: Callable[[], Any], what: str | Callable[[], str], patience: float = PATIENCE) -> Any:
    """What `condition` gives as soon as it gives something true; fails, naming `what`, when patience is over."""
    deadline = time.monotonic() + patience
    while not (given := condition()):
        if time.monotonic() > deadline:
            named = what if isinstance(what, str) else what()
            pytest.fail(f"Waited {patience:.0f} s in vain until {named}.")
        time.sleep(0.05)
    return given


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True, kw_only=True)
class Rumbo:
    """One service; `kill` and `start` again leave its database as it was."""

    database_url: str
    settings: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    #: Seconds from the command to the first answer that it is ready.
    started_in: float = 0.0
    #: Numbers and texts that people used: nothing of them may be in the log.
    secrets: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, degraded: bool = False) -> None:
        """Start and wait until it is ready, or with `degraded` until it has said why it is not."""
        began = time.monotonic()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until(lambda: self._is_up(degraded), "the service was ready", START)
        self.started_in = time.monotonic() - began

    def command(self, *arguments: str) -> str:
        """What another command says beside the running service, on the same database."""
        done = subprocess.run(
            [PROGRAM, *arguments],
            check=False,
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        own = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        return {**own, "DATABASE_URL": self.database_url, **self.settings}

    def _is_up(self, degraded: bool) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            pytest.fail(f"rumbo serve ended with status {self.process.returncode}:\n{self.output()}")
        try:
            response = httpx.get(f"{self.url}/readyz", timeout=5)
        except httpx.HTTPError:
            return False
        return response.json()["ready"] or (degraded and "database" in response.json())

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

    def readiness(self) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(f"{self.url}/readyz", timeout=10).json()
        return answer

    def output(self) -> str:
        """Everything that all its processes have written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def leaked(self) -> list[str]:
        """What people used and the log shows."""
        output = self.output()
        return sorted(secret for secret in self.secrets if secret in output)

    def journal(self) -> Journal:
        """A second hand on the service's own database."""
        return Journal(connect(self.database_url), Crypto(DATA_KEY), lambda: datetime.now(UTC))

    def megabytes(self) -> float:
        assert self.process is not None
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6


def with_twilio(api_url: str) -> dict[str, str]:
    """The settings of a service whose messages go to `api_url`."""
    return {
        "DATA_KEY": DATA_KEY,
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_SMS_FROM": OUR_SMS,
        "TWILIO_WHATSAPP_FROM": OUR_WHATSAPP,
        "TWILIO_API_URL": api_url,
        "ALLOW_UNSIGNED": "true",
    }
