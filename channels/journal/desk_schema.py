"""What is stored for those who work here: accounts, sessions, their log and notes, and the words to search by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from channels.journal.schema import NEVER_AGAIN, Base, Id, PersonRef

__all__ = ["Audit", "Base", "Note", "Session", "Staff", "Verdict", "Word"]

StaffId = BigInteger().with_variant(Integer, "sqlite")


class Staff(Base):
    """Somebody who may sign in to the console."""

    __tablename__ = "staff"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[Id]
    #: What they type to sign in, in lower case.
    name: Mapped[str] = mapped_column(unique=True)
    #: Argon2; NULL for those who come by OpenID Connect alone.
    password_hash: Mapped[str | None]
    #: Who they are to the organisation's provider: issuer and subject.
    openid: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """A browser that has signed in; only a digest of its cookie is here."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[int] = mapped_column(StaffId, ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Audit(Base):
    """Who looked at what and changed what. It outlives the person's data and then no longer says whose they were."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at_id", "at", "id"), NEVER_AGAIN)

    id: Mapped[Id]
    at: Mapped[datetime]
    #: The name they had then; accounts are disabled, not deleted.
    who: Mapped[str]
    action: Mapped[str]
    person: Mapped[str | None] = mapped_column(
        ForeignKey("people.person", ondelete="SET NULL", onupdate="CASCADE"), index=True
    )
    #: An article, a role, an account: nothing of a person.
    about: Mapped[str | None]
    #: What somebody typed as their reason: it may name a person, so it is sealed.
    reason_sealed: Mapped[bytes | None]


class Note(Base):
    """What somebody who works here wrote down about a conversation, for the others."""

    __tablename__ = "notes"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[Id]
    person: Mapped[PersonRef] = mapped_column(index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    text_sealed: Mapped[bytes]


class Verdict(Base):
    """What somebody who works here thinks of the answer to a message; one for each message, the newest."""

    __tablename__ = "verdicts"

    sid: Mapped[str] = mapped_column(ForeignKey("inbound.sid", ondelete="CASCADE"), primary_key=True)
    #: The article that answers the question, by its slug; NULL when nobody has said.
    article: Mapped[str | None]
    wrong: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str]


class Word(Base):
    """One word of one message, neither of which can be read here; see `words`."""

    __tablename__ = "words"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own way

    #: Days since 1970.
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message: Mapped[bytes] = mapped_column(primary_key=True)
