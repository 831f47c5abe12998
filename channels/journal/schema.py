"""What is stored. The database itself never sees a telephone number or a text: those columns end in `_sealed`.

`person` is the pseudonym of a number (`crypto`). Everything of a person hangs on `people` and goes with it.
The tables of those who work here, and the words to search by, are in `desk_schema`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on both databases (SQLite has no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("The journal takes aware moments only.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant, str: Text}  # noqa: RUF012 - SQLAlchemy's own way


#: Ids are never given twice, not even after an erasure: a late report must not hit another person's row.
Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)]
NEVER_AGAIN = {"sqlite_autoincrement": True}
#: Follows the pseudonym when keys are rotated, and goes with the person.
PersonRef = Annotated[str, mapped_column(ForeignKey("people.person", ondelete="CASCADE", onupdate="CASCADE"))]


#: What is not finished is little and looked for often; these indexes hold nothing else.
WAITING = text("state = 'received'")
UNSENT = text("state IN ('planned', 'sending')")
DECLINED = text("decision = 'decline'")
UNHEARD = text("urgent AND alarmed_at IS NULL")
FOR_SOMEBODY = text("waiting_at IS NOT NULL")
TAKEN, SOLVED = text("taken_by IS NOT NULL"), text("solved_at IS NOT NULL")


class Person(Base):
    """A person and, since everybody has one, their conversation as lists show it."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_last_seen_person", "last_seen", "person"),
        Index("ix_people_last_language_last_seen", "last_language", "last_seen"),
        Index("ix_people_last_channel_last_seen", "last_channel", "last_seen"),
        Index("ix_people_last_decision_last_seen", "last_decision", "last_seen"),
        Index("ix_people_last_article_last_seen", "last_article", "last_seen"),
        Index("ix_people_waiting", "waiting_at", sqlite_where=FOR_SOMEBODY, postgresql_where=FOR_SOMEBODY),
        Index("ix_people_taken", "last_seen", sqlite_where=TAKEN, postgresql_where=TAKEN),
        Index("ix_people_solved", "last_seen", sqlite_where=SOLVED, postgresql_where=SOLVED),
    )

    person: Mapped[str] = mapped_column(primary_key=True)
    number_sealed: Mapped[bytes]
    #: What they chose; what we last answered in.
    language: Mapped[str | None]
    last_language: Mapped[str | None]
    country: Mapped[str | None]
    #: To find an interpreter, in the person's words: a language that the register does not have, and their town.
    other_language_sealed: Mapped[bytes | None]
    town_sealed: Mapped[bytes | None]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    last_sms_at: Mapped[datetime | None]
    last_whatsapp_at: Mapped[datetime | None]
    #: When we last answered; NULL is a first contact.
    answered_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    #: When the person asked to be erased; the erasure follows as soon as that is confirmed to them.
    erase_asked_at: Mapped[datetime | None] = mapped_column(index=True)
    last_channel: Mapped[str | None]
    #: Of the last question; commands and small talk leave it.
    last_decision: Mapped[str | None]
    last_article: Mapped[str | None]
    #: Since when the person waits for somebody who works here; NULL when nobody is asked for, or somebody came.
    waiting_at: Mapped[datetime | None]
    waiting_urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Who answers in the service's place, by name, and since when or when they last wrote.
    taken_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    #: Gone as soon as the person writes again.
    solved_at: Mapped[datetime | None]


class Inbound(Base):
    __tablename__ = "inbound"
    __table_args__ = (
        Index("ix_inbound_person_received_at", "person", "received_at"),
        Index("ix_inbound_waiting", "received_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_inbound_declined", "received_at", sqlite_where=DECLINED, postgresql_where=DECLINED),
    )

    sid: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[PersonRef]
    channel: Mapped[str]
    kind: Mapped[str]
    #: Our own number that was written to.
    recipient: Mapped[str]
    opt_out: Mapped[str | None]
    #: What was written; NULL as soon as it is answered.
    text_sealed: Mapped[bytes | None]
    redacted_sealed: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    state: Mapped[str]
    language: Mapped[str | None]
    intent: Mapped[str | None]
    decision: Mapped[str | None]
    article: Mapped[str | None]
    #: Digest of the article as the answer told it; NULL when it told none.
    article_version: Mapped[str | None]
    score: Mapped[float | None]
    urgent: Mapped[bool] = mapped_column(default=False)


class Outbound(Base):
    __tablename__ = "outbound"
    __table_args__ = (
        UniqueConstraint("sid", "position"),
        Index("ix_outbound_unsent", "sid", sqlite_where=UNSENT, postgresql_where=UNSENT),
        Index("ix_outbound_correction_person", "correction", "person"),
        NEVER_AGAIN,
    )

    id: Mapped[Id]
    sid: Mapped[str | None] = mapped_column(ForeignKey("inbound.sid", ondelete="CASCADE"))
    position: Mapped[int]
    person: Mapped[PersonRef] = mapped_column(index=True)
    channel: Mapped[str]
    text_sealed: Mapped[bytes]
    #: The picture or recording that goes with it; NULL: none. It may name a town.
    media_sealed: Mapped[bytes | None]
    segments: Mapped[int]
    encoding: Mapped[str]
    state: Mapped[str]
    despite_stop: Mapped[bool]
    #: Not unique: a stand-in for the provider (Prism) answers every message with the same id.
    provider_sid: Mapped[str | None] = mapped_column(index=True)
    error_code: Mapped[str | None]
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    #: The process that last handed it over, while several share the work (`channels.presence`).
    taken_by: Mapped[str | None]
    state_at: Mapped[datetime]
    #: `Correction.id` when the bubble answers no message but corrects an earlier answer. No reference, since adding one
    #: makes SQLite copy the table, and the ids that were given and erased would be forgotten.
    correction: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    #: Who wrote it, when it was not the service itself.
    written_by: Mapped[str | None]


class Status(Base):
    """Every report of a provider, also on messages we do not know (yet); never with a number."""

    __tablename__ = "statuses"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[Id]
    provider_sid: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    error_code: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(index=True)


class Tracker(Base):
    """The dialogue state of a person."""

    __tablename__ = "trackers"

    person: Mapped[PersonRef] = mapped_column(primary_key=True)
    state_sealed: Mapped[bytes]
    last_sid: Mapped[str]
    updated_at: Mapped[datetime]


class Handoff(Base):
    """A person who waits for a human."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("ix_handoffs_closed_at_asked_at", "closed_at", "asked_at"),
        Index("ix_handoffs_unheard", "id", sqlite_where=UNHEARD, postgresql_where=UNHEARD),
        NEVER_AGAIN,
    )

    id: Mapped[Id]
    person: Mapped[PersonRef] = mapped_column(index=True)
    sid: Mapped[str] = mapped_column(ForeignKey("inbound.sid", ondelete="CASCADE"), index=True)
    #: `human`, or the kind of danger.
    reason: Mapped[str]
    urgent: Mapped[bool]
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    #: When those who work here were sent an alarm.
    alarmed_at: Mapped[datetime | None]


class Feedback(Base):
    __tablename__ = "feedback"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[Id]
    person: Mapped[PersonRef] = mapped_column(index=True)
    sid: Mapped[str] = mapped_column(ForeignKey("inbound.sid", ondelete="CASCADE"), index=True)
    #: What the person had been told before they said so.
    article: Mapped[str | None]
    good: Mapped[bool]
    given_at: Mapped[datetime] = mapped_column(index=True)


class Alert(Base):
    """A person who wants to hear when an answer that they got turns out to be wrong."""

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_article_told_at", "article", "told_at"), NEVER_AGAIN)

    id: Mapped[Id]
    person: Mapped[PersonRef] = mapped_column(index=True)
    #: The message in which they asked for it.
    sid: Mapped[str] = mapped_column(ForeignKey("inbound.sid", ondelete="CASCADE"), index=True)
    article: Mapped[str]
    #: Digest of the article as they were told it, when and where.
    version: Mapped[str]
    channel: Mapped[str]
    told_at: Mapped[datetime]
    asked_at: Mapped[datetime]


class Correction(Base):
    """What was wrong with an article, in the editors' words; one for each corrected version."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("article", "version"), NEVER_AGAIN)

    id: Mapped[Id]
    article: Mapped[str]
    #: Digest of the article after the correction.
    version: Mapped[str]
    #: JSON, by language. Nothing of a person is in here, so it is not sealed.
    words: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)


class Forgotten(Base):
    """Marks of erased messages, so that no repetition and no late report brings anybody back, however old it is.

    They are kept for good: Twilio signs no time, so a recorded request stays valid for ever. A mark is a hash of a
    random id and of nobody. With its indexes it takes 210 bytes on PostgreSQL and 230 on SQLite (measured on 100,000):
    a million messages, in and out, are a quarter of a gigabyte.
    """

    __tablename__ = "forgotten"

    mark: Mapped[str] = mapped_column(primary_key=True)
    #: The message's id, until the provider has erased it too.
    sid: Mapped[str | None] = mapped_column(index=True)
    #: The day alone: what stays for good need not tell at which moment somebody wished to be forgotten.
    forgotten_at: Mapped[datetime]


class KeyCheck(Base):
    """One sealed word that tells at start whether DATA_KEY opens this database."""

    __tablename__ = "key_check"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word_sealed: Mapped[bytes]
