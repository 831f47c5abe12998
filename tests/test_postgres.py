from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import find_programs


def test_missing_postgres_skips_here_and_fails_in_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer without PostgreSQL is told what is skipped; CI cannot pass without it."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install postgresql"):
        find_programs(tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install postgresql"):
        find_programs(tmp_path)


def test_newest_postgres_is_taken(tmp_path: Path) -> None:
    """Of several versions side by side the highest number is used, not the last in the alphabet."""
    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()

    assert find_programs(tmp_path) == tmp_path / "17" / "bin"
