"""The other end of sending: Twilio's own API description, served by Prism (npm: @stoplight/prism-cli).

Prism answers as the description says and refuses what it does not allow. It cannot decide that a person
has sent STOP or that we are too fast; for that there is `channels.bench.twilio_stub`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from channels.npm import packaged_node

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
DESCRIPTION = ROOT / "tests" / "twilio_api" / "messages.yaml"

LISTENING = "Prism is listening"
START_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Prism:
    #: For TWILIO_API_URL.
    url: str
    #: Where Prism writes what it did with each request.
    log: Path

    def responses(self, status: int) -> int:
        """How many requests were answered with this status so far."""
        return self.log.read_text(encoding="utf-8").count(f'Responding with "{status}"')


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    """One Prism for all tests, on a free port of this machine."""
    node = packaged_node() or shutil.which("node")
    if node is None or not PROGRAM.exists():
        _missing("Prism is not installed; `make setup` brings it, from the npm registry.")
    log, port = tmp_path_factory.mktemp("prism") / "log.txt", _free_port()
    command = [str(node), str(PROGRAM), "mock", "--host", "127.0.0.1", "--port", str(port), str(DESCRIPTION)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={"NO_COLOR": "1"})
    try:
        _wait_until_listening(process, log)
        yield Prism(url=f"http://127.0.0.1:{port}", log=log)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_listening(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while LISTENING not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"Prism did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
