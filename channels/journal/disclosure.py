"""Everything that is stored about a person, opened, for who has a right to see it: `rumbo export`."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Base, Verdict
from channels.journal.schema import Inbound, Outbound, Status

#: Columns of what staff did hold their names, which are not the person's to have.
STAFF = frozenset({"who", "taken_by", "written_by"})
SEALED = "_sealed"

Rows = list[dict[str, Any]]


def everything(c: Connection, crypto: Crypto, persons: Sequence[str]) -> dict[str, Rows]:
    """By table, those that have something; sealed columns are opened and lose their ending."""
    found = {name: rows(c, crypto, table, whose) for name, table, whose in about(persons)}
    return {name: each for name, each in found.items() if each}


def about(persons: Sequence[str]) -> list[tuple[str, Table, ColumnElement[bool]]]:
    """Every table with something of a person, and which of its rows are theirs."""
    sids = select(Inbound.sid).where(Inbound.person.in_(persons))
    sent = select(Outbound.provider_sid).where(Outbound.person.in_(persons), Outbound.provider_sid.is_not(None))
    theirs = [
        (name, table, table.c.person.in_(persons))
        for name, table in Base.metadata.tables.items()
        if "person" in table.c
    ]
    return [
        *theirs,
        (Status.__tablename__, Base.metadata.tables[Status.__tablename__], Status.provider_sid.in_(sent)),
        (Verdict.__tablename__, Base.metadata.tables[Verdict.__tablename__], Verdict.sid.in_(sids)),
    ]


def rows(c: Connection, crypto: Crypto, table: Table, whose: ColumnElement[bool]) -> Rows:
    read = select(*table.c).where(whose).order_by(*table.primary_key.columns)
    return [
        {name.removesuffix(SEALED): opened(crypto, name, value) for name, value in row.items() if name not in STAFF}
        for row in c.execute(read).mappings()
    ]


def opened(crypto: Crypto, column: str, value: Any) -> Any:
    if value is None or not column.endswith(SEALED):
        return value
    content = crypto.open_bytes(value)
    # The dialogue's state is packed JSON.
    with suppress(zlib.error):
        content = zlib.decompress(content)
    return content.decode(errors="replace")
