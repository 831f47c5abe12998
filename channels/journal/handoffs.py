"""Who is in danger and has been announced to nobody yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from channels.journal.schema import Handoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    id: int
    #: The kind of danger.
    reason: str


def claim(c: Connection, now: datetime) -> tuple[Unheard, ...]:
    """Those for whom no alarm was sent, now marked as if one had been: whoever claims them sends it."""
    claimed = c.execute(
        update(Handoff)
        .where(Handoff.urgent, Handoff.alarmed_at.is_(None), Handoff.closed_at.is_(None))
        .values(alarmed_at=now)
        .returning(Handoff.id, Handoff.reason)
    )
    return tuple(Unheard(id=row.id, reason=row.reason) for row in claimed)


def give_back(c: Connection, ids: Sequence[int]) -> None:
    c.execute(update(Handoff).where(Handoff.id.in_(ids)).values(alarmed_at=None))
