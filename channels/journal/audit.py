"""The log of what those who work here looked at and changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, tuple_

from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Audit
from channels.journal.schema import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: int
    at: datetime
    who: str
    action: str
    #: The person's pseudonym; None when it was about nobody, or they were erased.
    person: str | None
    about: str | None
    reason: str | None = field(repr=False)


def record(
    c: Connection,
    crypto: Crypto,
    *,
    who: str,
    action: str,
    person: str | None,
    about: str | None,
    reason: str | None,
    now: datetime,
) -> None:
    sealed = None if reason is None else crypto.seal(reason)
    # Whoever was erased in this very moment is named no more.
    known = None if person is None else select(Person.person).where(Person.person == person).scalar_subquery()
    values = {"who": who, "action": action, "person": known, "about": about, "reason_sealed": sealed}
    c.execute(insert(Audit).values(at=now, **values))


def read(
    c: Connection,
    crypto: Crypto,
    *,
    person: str | None,
    before: tuple[datetime, int] | None,
    limit: int,
) -> tuple[Entry, ...]:
    """The newest entries first, those before the entry with this moment and id."""
    rows = select(*Audit.__table__.columns).order_by(Audit.at.desc(), Audit.id.desc()).limit(limit)
    if person is not None:
        rows = rows.where(Audit.person == person)
    if before is not None:
        rows = rows.where(tuple_(Audit.at, Audit.id) < before)
    return tuple(
        Entry(
            id=row.id,
            at=row.at,
            who=row.who,
            action=row.action,
            person=row.person,
            about=row.about,
            reason=None if row.reason_sealed is None else crypto.open(row.reason_sealed),
        )
        for row in c.execute(rows)
    )
