"""Corrections: who asked to hear when an answer turns out to be wrong, and what was written to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from bot.replies import Decision
from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto
from channels.journal.people import LAST_AT
from channels.journal.records import OutboundState, ToldBefore
from channels.journal.schema import Alert, Correction, Inbound, Outbound, Person
from channels.message import Channel, OutboundPart


def ask(c: Connection, *, person: str, sid: str, article: str, now: datetime) -> None:
    """Note that the person wants to hear of changes of the answer that they got last on this article.

    Nothing when we no longer know which version that was. Asking twice for one answer is asking once.
    """
    told = c.execute(
        select(Inbound.article_version, Inbound.channel, Inbound.answered_at)
        .where(Inbound.person == person, Inbound.article == article, Inbound.article_version.is_not(None))
        # A further part, told after a change, must not hide that the answer itself was the older one.
        .order_by((Inbound.decision == Decision.ANSWER).desc(), Inbound.received_at.desc())
        .limit(1)
    ).first()
    if told is None:
        return
    same = (Alert.person == person, Alert.article == article, Alert.version == told.article_version)
    if c.execute(select(Alert.id).where(*same, Alert.told_at == told.answered_at).limit(1)).first() is not None:
        return
    where = {"version": told.article_version, "channel": told.channel, "told_at": told.answered_at}
    c.execute(insert(Alert).values(person=person, sid=sid, article=article, **where, asked_at=now))


def told_before(c: Connection, article: str, version: str, since: datetime) -> tuple[ToldBefore, ...]:
    """Everyone who asked, and who heard another version at or after `since`: the newest time for each person.

    People who are being erased are not among them.
    """
    rows = c.execute(
        select(
            Alert.person,
            Alert.channel,
            Alert.told_at,
            Person.language,
            Person.last_language,
            Person.stopped_at,
            *LAST_AT.values(),
        )
        .join(Person, Person.person == Alert.person)
        .where(Alert.article == article, Alert.version != version, Alert.told_at >= since)
        .where(Person.erase_asked_at.is_(None))
        .order_by(Alert.told_at, Alert.id)
    ).all()
    return tuple({row.person: _told(row._mapping) for row in rows}.values())


def _told(row: RowMapping) -> ToldBefore:
    channel = Channel(row["channel"])
    return ToldBefore(
        person=row["person"],
        channel=channel,
        told_at=row["told_at"],
        language=row["language"] or row["last_language"],
        stopped=row["stopped_at"] is not None,
        last_inbound=row[LAST_AT[channel].key],
    )


def correction(c: Connection, article: str, version: str, words: Mapping[str, str], now: datetime) -> int | None:
    """The id of the correction, new or known; None when the same version was corrected in other words."""
    written = json.dumps(dict(words), ensure_ascii=False, sort_keys=True)
    insert_new(c, Correction, article=article, version=version, words=written, made_at=now)
    known = select(Correction.id, Correction.words).where(Correction.article == article, Correction.version == version)
    found = c.execute(known).one()
    return found.id if found.words == written else None


def plan(
    c: Connection, crypto: Crypto, correction: int, to: Sequence[tuple[ToldBefore, OutboundPart]], now: datetime
) -> int:
    """Plan a bubble for each person who has none of this correction and is not gone; how many were planned."""
    # Held until the transaction ends: two commands at once must not both plan for one person.
    c.execute(select(Correction.id).where(Correction.id == correction).with_for_update()).one()
    new = [(told, part) for told, part in to if _is_to_hear(c, correction, told.person)]
    rows = [
        {
            "correction": correction,
            "position": 0,
            "person": told.person,
            "channel": told.channel,
            "text_sealed": crypto.seal(part.text),
            "segments": part.segments,
            "encoding": part.encoding,
            # A STOP is looked at when the bubble is about to leave, too.
            "state": OutboundState.SUPPRESSED if told.stopped else OutboundState.PLANNED,
            "despite_stop": False,
            "attempts": 0,
            "created_at": now,
            "state_at": now,
        }
        for told, part in new
    ]
    if rows:
        c.execute(insert(Outbound), rows)
    return len(rows)


def _is_to_hear(c: Connection, correction: int, person: str) -> bool:
    """Whether the person is still here, which they then stay until the transaction ends, and was not planned for."""
    here = c.execute(select(Person.person).where(Person.person == person).with_for_update()).first()
    planned = select(Outbound.id).where(Outbound.correction == correction, Outbound.person == person)
    return here is not None and c.execute(planned.limit(1)).first() is None


def outcome(c: Connection, correction: int) -> Mapping[str, int]:
    """How many bubbles of a correction are in which state; failed ones by their reason."""
    reason = func.coalesce(Outbound.error_code, Outbound.state)
    rows = c.execute(
        select(reason.label("reason"), func.count().label("n"))
        .where(Outbound.correction == correction)
        .group_by(reason)
        .order_by(reason)
    )
    return {row.reason: row.n for row in rows}
