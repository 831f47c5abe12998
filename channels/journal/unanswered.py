"""The door to questions that were declined, rated as no help, or called wrongly answered by somebody who works here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from channels.journal.desk_schema import Verdict
from channels.journal.door import Door
from channels.journal.schema import Feedback, Inbound


class Why(StrEnum):
    DECLINED = "declined"
    #: The person said that the answer did not help.
    BAD = "bad"
    #: Somebody who works here said that the answer was wrong.
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, without its text."""

    sid: str
    person: str
    at: datetime
    #: Of the answer.
    language: str
    why: Why
    #: What was told instead; None when nothing was.
    article: str | None


class Unanswered(Door):
    def since(self, start: datetime, limit: int) -> tuple[Asked, ...]:
        """The newest questions since `start`, each once, up to `limit` of each kind."""
        with self._read() as c:
            found = [*wrong(c, start, limit), *bad(c, start, limit), *declined(c, start, limit)]
        return tuple({each.sid: each for each in reversed(found)}.values())

    def texts(self, sids: Sequence[str]) -> dict[str, str]:
        """Redacted, by message; without those that are gone."""
        with self._read() as c:
            rows = c.execute(select(Inbound.sid, Inbound.redacted_sealed).where(Inbound.sid.in_(sids))).all()
        return {row.sid: self._crypto.open(row.redacted_sealed) for row in rows}


COLUMNS = (Inbound.sid, Inbound.person, Inbound.received_at, Inbound.language, Inbound.article)


def declined(c: Connection, start: datetime, limit: int) -> list[Asked]:
    rows = select(*COLUMNS).where(Inbound.decision == "decline", Inbound.received_at >= start)
    return read(c, rows.order_by(Inbound.received_at.desc()).limit(limit), Why.DECLINED)


def bad(c: Connection, start: datetime, limit: int) -> list[Asked]:
    """The question is the newest one before the feedback that was told the article which the feedback is about."""
    said = aliased(Inbound)
    newest = select(Feedback.person, Feedback.article, said.received_at.label("said_at"))
    newest = newest.join(said, said.sid == Feedback.sid).where(
        Feedback.good.is_(False), Feedback.article.is_not(None), Feedback.given_at >= start
    )
    given = newest.order_by(Feedback.given_at.desc()).limit(limit).subquery()
    question = aliased(Inbound)
    sid = (
        select(question.sid)
        .where(
            question.person == given.c.person,
            question.article == given.c.article,
            question.decision.in_(("answer", "offer")),
            question.received_at < given.c.said_at,
        )
        .order_by(question.received_at.desc())
        .limit(1)
        .correlate(given)
        .scalar_subquery()
    )
    return read(c, select(*COLUMNS).where(Inbound.sid.in_(select(sid.label("sid")).select_from(given))), Why.BAD)


def wrong(c: Connection, start: datetime, limit: int) -> list[Asked]:
    rows = select(*COLUMNS).join(Verdict, Verdict.sid == Inbound.sid).where(Verdict.wrong, Verdict.at >= start)
    return read(c, rows.order_by(Verdict.at.desc()).limit(limit), Why.WRONG)


def read(c: Connection, rows: Any, why: Why) -> list[Asked]:
    return [
        Asked(
            sid=row.sid,
            person=row.person,
            at=row.received_at,
            language=row.language or "es",
            why=why,
            article=row.article,
        )
        for row in c.execute(rows)
    ]
