"""Does DATA_KEY fit this database? And changing it: put the new key before the old one, rotate, drop the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, select, update
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal import people, words
from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Audit, Note
from channels.journal.schema import Base, Inbound, KeyCheck, Outbound, Person, Tracker

WORD = "rumbo"
#: Rows renewed in one transaction.
BATCH = 200


def check_key(c: Connection, crypto: Crypto) -> None:
    """Raises KeyWrong unless DATA_KEY opens this database; a new database remembers the key's mark."""
    insert_new(c, KeyCheck, id=1, word_sealed=crypto.seal(WORD))
    crypto.open(c.execute(select(KeyCheck.word_sealed)).scalar_one())


def is_under_newest(engine: Engine, crypto: Crypto) -> bool:
    """Whether the older keys are needed no more; what was written since by whoever has them alone is not looked at."""
    with engine.connect() as c:
        word = c.execute(select(KeyCheck.word_sealed)).scalar()
    return word is None or crypto.reseal(word) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A table with sealed columns, and the key that finds its rows."""

    table: type[Base]
    key: InstrumentedAttribute[Any]
    columns: tuple[InstrumentedAttribute[Any], ...]


SEALED = (
    Sealed(table=Inbound, key=Inbound.sid, columns=(Inbound.text_sealed, Inbound.redacted_sealed)),
    Sealed(table=Outbound, key=Outbound.id, columns=(Outbound.text_sealed, Outbound.media_sealed)),
    Sealed(table=Tracker, key=Tracker.person, columns=(Tracker.state_sealed,)),
    Sealed(
        table=Person,
        key=Person.person,
        columns=(Person.number_sealed, Person.other_language_sealed, Person.town_sealed),
    ),
    Sealed(table=Note, key=Note.id, columns=(Note.text_sealed,)),
    Sealed(table=Audit, key=Audit.id, columns=(Audit.reason_sealed,)),
    # Last, so that a rotation that was cut short still asks for the old key.
    Sealed(table=KeyCheck, key=KeyCheck.id, columns=(KeyCheck.word_sealed,)),
)


def rotate(engine: Engine, crypto: Crypto, progress: Callable[[int], None] = lambda _rows: None) -> int:
    """Renew every seal and pseudonym under the newest key; how many rows changed. Can be cut short and run again.

    `progress` is told the number of rows looked at, batch by batch. Raises KeyWrong when an old key is missing.
    """
    changed = 0
    for sealed in SEALED:
        after: Any = None
        while True:
            with engine.begin() as c:
                rows = c.execute(next_rows(sealed, after)).all()
                changed += sum(renew(c, crypto, sealed, tuple(row)) for row in rows)
                if sealed.table is Inbound:
                    words.renew(c, crypto, [row[0] for row in rows])
            progress(len(rows))
            if not rows:
                break
            after = rows[-1][0]
    return changed


def next_rows(sealed: Sealed, after: Any) -> Select[Any]:
    rows = select(sealed.key, *sealed.columns).order_by(sealed.key).limit(BATCH)
    return rows if after is None else rows.where(sealed.key > after)


def renew(c: Connection, crypto: Crypto, sealed: Sealed, row: tuple[Any, ...]) -> bool:
    """Renew one row, column by column; a column that somebody changed meanwhile is new already."""
    changed = False
    for column, old in zip(sealed.columns, row[1:], strict=True):
        new = None if old is None else crypto.reseal(old)
        if new is not None:
            c.execute(update(sealed.table).where(sealed.key == row[0], column == old).values({column: new}))
            changed = True
    return renew_pseudonym(c, crypto, row[0], row[1]) or changed if sealed.table is Person else changed


def renew_pseudonym(c: Connection, crypto: Crypto, person: str, number_sealed: bytes) -> bool:
    newest = crypto.person(crypto.open(number_sealed))
    if newest == person:
        return False
    people.carry_over(c, person, newest)
    return True
