"""What DBOS remembers of finished messages, and how it is made to forget.

Its tables hold no text and no number, but beside each message's id the pseudonym of its person: who has DATA_KEY could
tell that a certain number once wrote. So finished work is forgotten after minutes, and an erased person's at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dbos import DBOSClient, WorkflowStatusString
from sqlalchemy import URL, Engine, create_engine, event, inspect

from channels.journal.connect import understand

SCHEMA, TABLE = "dbos", "workflow_status"
FINISHED = [
    WorkflowStatusString.SUCCESS.value,
    WorkflowStatusString.ERROR.value,
    WorkflowStatusString.CANCELLED.value,
]
BEGUN = WorkflowStatusString.PENDING.value
#: Workflows forgotten in one transaction, so that nobody waits long for SQLite's one writer.
BATCH = 500
#: Seconds to wait for that writer.
PATIENCE = 30


def url_of(database_url: str) -> URL:
    """Where DBOS's tables are: beside the journal's file on SQLite, in a schema of their own on PostgreSQL."""
    url = understand(database_url)
    if url.get_backend_name() == "sqlite":
        return url.set(database=f"{(url.database or '').removesuffix('.sqlite')}.work.sqlite")
    return url


def sqlite_engine(database_url: str) -> Engine | None:
    """An engine as DBOS would make it, on a file for our eyes only, in which what is deleted is overwritten."""
    url = url_of(database_url)
    if url.get_backend_name() != "sqlite":
        return None
    file = Path(url.database or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    engine = create_engine(url, pool_size=20, max_overflow=0, pool_timeout=PATIENCE)
    event.listen(engine, "connect", prepare)
    return engine


def prepare(raw: Any, _record: object) -> None:
    raw.isolation_level = "IMMEDIATE"
    for pragma in (f"busy_timeout={PATIENCE * 1000}", "foreign_keys=ON", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")


class History:
    """Finished workflows, by the ids of their messages. Its methods wait for the database: call them in a thread."""

    def __init__(self, database_url: str) -> None:
        engine = sqlite_engine(database_url)
        self._schema = None if engine else SCHEMA
        self._engine = engine or create_engine(url_of(database_url), pool_size=1, max_overflow=1, pool_pre_ping=True)
        self._client = DBOSClient(system_database_engine=self._engine, dbos_system_schema=SCHEMA, lazy=True)

    def forget(self, sids: Sequence[str]) -> int:
        """Forget finished work on these messages; how much there was."""
        return self._delete(workflow_ids=list(sids)) if sids else 0

    def begun(self) -> dict[str, str]:
        """Work that was begun and has not ended: the ids of the messages, and which incarnation of a process has it."""
        if not self._has_tables():
            return {}
        found = self._client.list_workflows(status=BEGUN, load_input=False, load_output=False)
        return {each.workflow_id: each.executor_id or "" for each in found}

    def drop(self, sids: Sequence[str]) -> None:
        """Forget work on these messages whether it has ended or not, so that it can be queued anew."""
        if sids:
            self._client.delete_workflows(list(sids))

    def purge(self, before: datetime) -> int:
        """Forget work that was finished before this moment; how much there was."""
        forgotten = 0
        while batch := self._delete(completed_before=before.isoformat(), limit=BATCH):
            forgotten += batch
        return forgotten

    def _delete(self, **which: Any) -> int:
        if not self._has_tables():
            return 0
        found = self._client.list_workflows(status=FINISHED, load_input=False, load_output=False, **which)
        if found:
            self._client.delete_workflows([each.workflow_id for each in found])
        return len(found)

    def _has_tables(self) -> bool:
        """False as long as nothing was ever served on this database."""
        return inspect(self._engine).has_table(TABLE, schema=self._schema)
