from __future__ import annotations

import asyncio
import time

import psycopg
import pytest

from channels import presence as module
from channels.errors import ConfigurationError
from channels.presence import Presence

pytestmark = pytest.mark.postgres


def test_dead_process_is_told_from_a_living_one(postgres_url: str) -> None:
    """Work of a process whose session has ended is anybody's; work of the others is theirs."""
    here, there, third = (Presence(postgres_url, port) for port in (1, 2, 3))
    for each in (here, there, third):
        each.arrive()
    third.leave()
    until_gone(here, third, gone=True)

    gone = here.gone([here.incarnation, there.incarnation, third.incarnation, "local"])

    assert set(gone) == {third.incarnation, "local"}
    here.leave()
    there.leave()


def test_restarted_process_inherits_from_itself_at_once(postgres_url: str) -> None:
    """What the same name began before a restart is dead, whatever the server still believes."""
    before = Presence(postgres_url, 1)
    before.arrive()
    before.leave()
    now = Presence(postgres_url, 1)
    now.arrive()

    assert now.gone([before.incarnation, now.incarnation]) == (before.incarnation,)
    now.leave()


def test_name_is_given_once(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines with one name are refused with what to change, not half served."""
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    first, second = Presence(postgres_url, 1), Presence(postgres_url, 1)
    first.arrive()

    with pytest.raises(ConfigurationError, match="port"):
        second.arrive()
    first.leave()
    second.leave()


async def test_broken_session_is_renewed(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the server was restarted, or the line cut, the name is ours again within seconds."""
    monkeypatch.setattr(module, "LOOK", 0.05)
    here, watcher = Presence(postgres_url, 1), Presence(postgres_url, 2)
    here.arrive()
    watcher.arrive()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [module._digest(here.name)],
        )
    until_gone(watcher, here, gone=True)

    keeping = asyncio.create_task(here.keep())
    await asyncio.to_thread(until_gone, watcher, here, gone=False)
    keeping.cancel()
    here.leave()
    watcher.leave()


def test_recovery_is_one_at_a_time(postgres_url: str) -> None:
    """While one process takes up the work of the dead, another one does not."""
    first, second = Presence(postgres_url, 1), Presence(postgres_url, 2)
    first.arrive()
    second.arrive()
    taken = first.begin_recovery(), second.begin_recovery()
    first.end_recovery()

    assert (*taken, second.begin_recovery()) == (True, False, True)
    first.leave()
    second.leave()


def until_gone(watcher: Presence, other: Presence, *, gone: bool) -> None:
    deadline = time.monotonic() + 10
    while bool(watcher.gone([other.incarnation])) is not gone:
        assert time.monotonic() < deadline
        time.sleep(0.05)
