"""Accounts of those who work here, and their sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from channels.journal.connect import insert_new
from channels.journal.desk_schema import Session, Staff

#: A session is noted as seen again only after so many seconds, so that a page is not a write.
SEEN_EVERY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: int
    name: str
    role: str
    password_hash: str | None = field(repr=False)
    disabled: bool


def add(
    c: Connection, *, name: str, role: str, password_hash: str | None, openid: str | None, now: datetime
) -> Account | None:
    """The new account; None when the name is taken."""
    values = {"name": name, "role": role, "password_hash": password_hash, "openid": openid}
    return by_name(c, name) if insert_new(c, Staff, created_at=now, **values) else None


def by_name(c: Connection, name: str) -> Account | None:
    return _one(c, Staff.name == name)


def by_openid(c: Connection, openid: str) -> Account | None:
    return _one(c, Staff.openid == openid)


def everybody(c: Connection) -> tuple[Account, ...]:
    rows = c.execute(select(*Staff.__table__.columns).order_by(Staff.name)).all()
    return tuple(_account(row) for row in rows)


def change(c: Connection, name: str, **values: object) -> bool:
    """Whether there is such an account; its sessions end, so that what changed counts at once."""
    account = by_name(c, name)
    if account is None:
        return False
    c.execute(update(Staff).where(Staff.id == account.id).values(**values))
    c.execute(delete(Session).where(Session.staff == account.id))
    return True


def begin_session(c: Connection, digest: str, staff: int, now: datetime) -> None:
    insert_new(c, Session, digest=digest, staff=staff, began_at=now, seen_at=now)


def of_session(c: Connection, digest: str, *, began: datetime, seen: datetime) -> tuple[Account, datetime] | None:
    """Who this session is and when it was last seen; None when it began or was last seen before these moments."""
    row = c.execute(
        select(*Staff.__table__.columns, Session.seen_at)
        .join(Session, Session.staff == Staff.id)
        .where(Session.digest == digest, Session.began_at >= began, Session.seen_at >= seen)
        .where(Staff.disabled_at.is_(None))
    ).first()
    return None if row is None else (_account(row), row.seen_at)


def see_session(c: Connection, digest: str, now: datetime) -> None:
    c.execute(update(Session).where(Session.digest == digest).values(seen_at=now))


def end_session(c: Connection, digest: str) -> None:
    c.execute(delete(Session).where(Session.digest == digest))


def end_old_sessions(c: Connection, *, seen: datetime) -> None:
    c.execute(delete(Session).where(Session.seen_at < seen))


def _one(c: Connection, condition: ColumnElement[bool]) -> Account | None:
    row = c.execute(select(*Staff.__table__.columns).where(condition)).first()
    return None if row is None else _account(row)


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=row.role,
        password_hash=row.password_hash,
        disabled=row.disabled_at is not None,
    )
