"""`make audit` never calls clean what it could not ask about."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from ops import audit
from ops.audit import ROOT, Verdict, known_to_npm, weaknesses

WEAK = json.dumps({"dependencies": [{"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217"}]}]})
SKIPPED = json.dumps({"dependencies": [{"name": "jinja2", "skip_reason": "not found on PyPI"}]})
CLEAN = json.dumps({"dependencies": [{"name": "jinja2", "version": "2.10", "vulns": []}]})


def test_reports_are_understood() -> None:
    """A weakness counts; a skipped package, a clean one and no report at all do not."""
    assert [weaknesses(report) for report in (WEAK, SKIPPED, CLEAN, "")] == [1, 0, 0, 0]
    assert known_to_npm('{"vulnerabilities": {"minimist": {}}}') is True
    assert known_to_npm('{"vulnerabilities": {}}') is False
    assert known_to_npm('{"error": {"summary": "405"}}') is None


def test_everything_that_is_installed_is_asked_about() -> None:
    """Every package of the lock, and torch, which is not in it; of a build its version alone."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    asked = audit.everything(lock, "2.13.0+cpu").splitlines()

    assert "torch==2.13.0" in asked
    assert {line.partition("==")[0] for line in asked} > {"fastapi", "rasa", "twilio", "sqlalchemy"}
    assert len(asked) == lock.count("==") + 1
    assert all(re.fullmatch(r"[A-Za-z0-9._\[\],-]+==[^\s;]+", line) for line in asked)


@pytest.mark.parametrize(
    ("first", "then", "verdict"),
    [(WEAK, 0, Verdict.CLEAN), (WEAK, 1, Verdict.WEAK), (CLEAN, 0, Verdict.UNKNOWN), (SKIPPED, 0, Verdict.UNKNOWN)],
)
def test_known_weakness_is_asked_about_first(
    monkeypatch: pytest.MonkeyPatch, first: str, then: int, verdict: Verdict
) -> None:
    """Where a release that everybody knows to be weak comes back clean, ours says nothing."""

    def run(command: list[str | Path], folder: str | Path = "") -> subprocess.CompletedProcess[str]:
        asked_about = str(command[-1])
        if asked_about.endswith("whole.txt"):
            assert "\ntorch==" in Path(asked_about).read_text("utf-8")
            return subprocess.CompletedProcess([], then, stdout="")
        return subprocess.CompletedProcess([], 0, stdout=first)

    monkeypatch.setattr(audit, "run", run)
    monkeypatch.setattr(audit.venv, "create", lambda *_args, **_more: None)

    assert audit.audit_python() is verdict
