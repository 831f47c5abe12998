"""What the doors to the database share: short transactions from any thread, writers of one process in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from channels.journal.connect import reading
from channels.journal.crypto import Crypto

#: SQLite has one writer at a time, and those who wait for it sleep up to 100 ms; a lock wakes them at once.
_TURNSTILES: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


class Door:
    def __init__(self, engine: Engine, crypto: Crypto, clock: Callable[[], datetime]) -> None:
        """`engine` is from `connect`, its database migrated; `clock` gives aware moments."""
        self._engine = engine
        self._reading = engine.execution_options(**reading(engine))
        self._crypto = crypto
        self._clock = clock
        on_sqlite = engine.dialect.name == "sqlite"
        self._turnstile: AbstractContextManager[object] = (
            _TURNSTILES.setdefault(engine, Lock()) if on_sqlite else nullcontext()
        )

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._turnstile, self._engine.begin() as connection:
            yield connection

    def _read(self) -> AbstractContextManager[Connection]:
        return self._reading.begin()
