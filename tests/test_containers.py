"""What can be known of Dockerfile and compose.yaml without Docker: they fit the repository and give nothing away."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
LINES = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if line.strip() and not line.startswith("#")]


def said(instruction: str) -> list[str]:
    return [words[1] for words in LINES if words[0] == instruction and len(words) > 1]


def test_everything_that_is_copied_exists_and_is_not_ignored() -> None:
    """A renamed folder breaks the build here and not at somebody's machine."""
    ours = [shlex.split(line)[:-1] for line in said("COPY") if "--from" not in line]
    sources = [source for line in ours for source in line]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}

    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(sources) == let_in


def test_setup_is_the_makefiles() -> None:
    """One way to set up: the targets that the image uses are there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"make (\S+)", " ".join(said("RUN")))

    assert targets == [".venv/.locked", "setup"]
    assert all(piece in makefile for piece in ("\n$(LOCKED):", "\nLOCKED := $(VENV)/.locked", "\nsetup:"))


def test_service_is_not_root_and_is_looked_after() -> None:
    """Least privilege, a health check, and bases with a version."""
    assert said("USER") == ["10001"]
    assert "/healthz" in said("HEALTHCHECK")[0]
    assert all(re.search(r":\d", base) for base in said("FROM"))
    assert "serve" in said("CMD")[-1]


@pytest.mark.parametrize("name", ["one", "two"])
def test_processes_share_a_database_and_may_do_little(name: str) -> None:
    """Both name the same database, write nowhere but into var/ and what is proposed, and hold no right but those."""
    service = COMPOSE["services"][name]
    written = [volume.split(":")[1] for volume in service["volumes"] if not volume.endswith(":ro")]

    assert "@database/rumbo" in service["environment"]["DATABASE_URL"]
    assert service["read_only"] is True
    assert written == ["/app/knowledge/proposals", "/app/var"]
    assert all(folder in " ".join(said("RUN")) for folder in written), "they belong to the image's user"
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_proposals_stay_on_their_machine() -> None:
    """They bear names of staff: neither git nor an image takes them, but the folder to mount is there."""
    folder = ROOT / "knowledge" / "proposals"

    assert "*" in (folder / ".gitignore").read_text("utf-8").splitlines()
    assert "knowledge/proposals/*.yaml" in (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_no_secret_is_written_down() -> None:
    """Passwords come from .env, which no image holds."""
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    assert re.findall(r"PASSWORD: (?!\$\{)", compose) == []
    assert not any("SECRET" in line or "TOKEN" in line or "DATA_KEY" in line for line in said("ENV") + said("ARG"))
