"""Whether an article is answered today. Pure: the day and the rule about signatures are passed in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from knowledge.article import Article, Risk
from knowledge.digest import is_signed


class Serving(StrEnum):
    #: Answered as it is.
    FULL = "full"
    #: Overdue, normal risk: answered with "last checked <date>, this may have changed".
    CAVEAT = "caveat"
    #: Overdue, high risk: the person is told that we cannot be sure any more, and is offered a human.
    WITHHELD_OVERDUE = "withheld_overdue"
    #: Nobody has signed what it says now.
    WITHHELD_UNSIGNED = "withheld_unsigned"

    @property
    def answered(self) -> bool:
        return self in (Serving.FULL, Serving.CAVEAT)


def serving(article: Article, *, today: date, allow_unsigned: bool) -> Serving:
    """`review_by` is the last day on which the article counts as fresh."""
    if not allow_unsigned and not is_signed(article):
        return Serving.WITHHELD_UNSIGNED
    if today <= article.review_by:
        return Serving.FULL
    return Serving.WITHHELD_OVERDUE if article.risk is Risk.HIGH else Serving.CAVEAT
