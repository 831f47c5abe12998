"""One conversation as those who work here see it: every bubble with how it came about, and what they noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Note, Verdict
from channels.journal.people import opened
from channels.journal.schema import Inbound, Outbound, Person
from channels.message import Channel, Kind

#: The newest of each direction.
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A bubble."""

    at: datetime
    inbound: bool
    channel: Channel
    text: str = field(repr=False)
    state: str
    #: Of the message, or of the one that this answers; None when it answers none.
    sid: str | None
    #: Of what came in: what there is besides or instead of words.
    kind: Kind = Kind.TEXT
    #: Of what came in, and of what answers it.
    language: str | None = None
    intent: str | None = None
    decision: str | None = None
    article: str | None = None
    version: str | None = None
    score: float | None = None
    urgent: bool = False
    #: The article that somebody said belongs to the question; whether they called the answer wrong.
    label: str | None = None
    wrong: bool = False
    #: Of what went out.
    #: The picture or recording that went with it (`channels.media.Media.written`); empty: none.
    media: str = field(default="", repr=False)
    segments: int = 0
    encoding: str = ""
    error: str | None = None
    written_by: str | None = None
    correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    at: datetime
    who: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    person: str
    language: str | None
    country: str | None
    channel: Channel
    first_seen: datetime
    last_seen: datetime
    last_inbound: Mapping[Channel, datetime]
    stopped: bool
    #: In the person's words, to find an interpreter: a language that we do not have, and their town.
    other_language: str | None = field(repr=False)
    town: str | None = field(repr=False)
    waiting_at: datetime | None
    urgent: bool
    taken_by: str | None
    taken_at: datetime | None
    solved_at: datetime | None
    #: Oldest first.
    said: tuple[Said, ...] = ()
    notes: tuple[Noted, ...] = ()


def head(c: Connection, crypto: Crypto, person: str) -> Talk | None:
    """The conversation without its bubbles."""
    row = c.execute(select(*Person.__table__.columns).where(Person.person == person)).first()
    if row is None:
        return None
    last = {Channel.SMS: row.last_sms_at, Channel.WHATSAPP: row.last_whatsapp_at}
    return Talk(
        person=person,
        language=row.language or row.last_language,
        country=row.country,
        channel=Channel(row.last_channel or Channel.SMS),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        last_inbound={channel: at for channel, at in last.items() if at is not None},
        stopped=row.stopped_at is not None,
        other_language=opened(crypto, row.other_language_sealed),
        town=opened(crypto, row.town_sealed),
        waiting_at=row.waiting_at,
        urgent=bool(row.waiting_urgent and row.waiting_at),
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        solved_at=row.solved_at,
    )


def bubbles(c: Connection, crypto: Crypto, person: str) -> tuple[Said, ...]:
    came = came_in(c, crypto, person)
    asked = {each.sid: each for each in came}
    both = [*came, *went_out(c, crypto, person, asked)]
    return tuple(sorted(both, key=lambda each: each.at))


def came_in(c: Connection, crypto: Crypto, person: str) -> list[Said]:
    rows = c.execute(
        select(*Inbound.__table__.columns, Verdict.article.label("label"), Verdict.wrong)
        .outerjoin(Verdict, Verdict.sid == Inbound.sid)
        .where(Inbound.person == person)
        .order_by(Inbound.received_at.desc(), Inbound.sid)
        .limit(MOST)
    )
    return [
        Said(
            at=row.received_at,
            inbound=True,
            channel=Channel(row.channel),
            text=crypto.open(row.redacted_sealed),
            state=row.state,
            sid=row.sid,
            kind=Kind(row.kind),
            **facts(row),
            label=row.label,
            wrong=bool(row.wrong),
        )
        for row in rows
    ]


def facts(row: Any) -> dict[str, Any]:
    return {
        "language": row.language,
        "intent": row.intent,
        "decision": row.decision,
        "article": row.article,
        "version": row.article_version,
        "score": row.score,
        "urgent": row.urgent,
    }


def went_out(c: Connection, crypto: Crypto, person: str, asked: Mapping[str | None, Said]) -> list[Said]:
    rows = c.execute(
        select(*Outbound.__table__.columns)
        .where(Outbound.person == person)
        .order_by(Outbound.created_at.desc(), Outbound.id.desc())
        .limit(MOST)
    ).all()
    said = []
    for row in reversed(rows):
        question = asked.get(row.sid) if row.sid else None
        known = (
            {}
            if question is None
            else {
                name: getattr(question, name)
                for name in (
                    "language",
                    "intent",
                    "decision",
                    "article",
                    "version",
                    "score",
                    "urgent",
                    "label",
                    "wrong",
                )
            }
        )
        said.append(
            Said(
                at=row.created_at,
                inbound=False,
                channel=Channel(row.channel),
                text=crypto.open(row.text_sealed),
                state=row.state,
                sid=row.sid,
                media=opened(crypto, row.media_sealed) or "",
                segments=row.segments,
                encoding=row.encoding,
                error=row.error_code,
                written_by=row.written_by,
                correction=row.correction is not None,
                **known,
            )
        )
    return said


def notes(c: Connection, crypto: Crypto, person: str) -> tuple[Noted, ...]:
    rows = c.execute(select(Note.at, Note.who, Note.text_sealed).where(Note.person == person).order_by(Note.id))
    return tuple(Noted(at=row.at, who=row.who, text=crypto.open(row.text_sealed)) for row in rows)


def note(c: Connection, crypto: Crypto, person: str, *, who: str, text: str, now: datetime) -> bool:
    """Whether the person is here."""
    if c.execute(select(Person.person).where(Person.person == person)).first() is None:
        return False
    c.execute(insert(Note).values(person=person, who=who, at=now, text_sealed=crypto.seal(text)))
    return True


def judge(c: Connection, person: str, sid: str, who: str, now: datetime, **verdict: Any) -> bool:
    """Keep a verdict (`article`, `wrong`) on a message of this person; whether there is such a message."""
    if c.execute(select(Inbound.sid).where(Inbound.sid == sid, Inbound.person == person)).first() is None:
        return False
    insert_new(c, Verdict, sid=sid, article=None, wrong=False, at=now, who=who)
    c.execute(update(Verdict).where(Verdict.sid == sid).values(at=now, who=who, **verdict))
    return True
