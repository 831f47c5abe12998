"""What the console's figures are read from: counts, made beforehand. Nothing in here points to a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from channels.journal.schema import Base

__all__ = ["Base", "Counted", "Figure"]


class Figure(Base):
    """One number of a period. They are written anew as a whole, a period at a time."""

    __tablename__ = "figures"

    #: How many days the period has; the last of them is the day on which it was counted.
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: 2026-11-24 for one day of the period, empty for the whole of it.
    day: Mapped[str] = mapped_column(primary_key=True)
    #: What was counted, and by what: `channels.journal.figures.Measure`, a channel, a language, an article …
    measure: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger())
    #: How many different people are behind it; what few are behind is never shown.
    people: Mapped[int] = mapped_column(BigInteger())


class Counted(Base):
    """When a period was counted, and when it is to be counted again."""

    __tablename__ = "figures_counted"

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: NULL while the first count is not finished.
    counted_at: Mapped[datetime | None]
    next_at: Mapped[datetime]
