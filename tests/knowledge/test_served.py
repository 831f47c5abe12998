from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.article import Risk, Signature
from knowledge.digest import article_digest
from knowledge.sample_articles import ArticleFiles
from knowledge.served import Serving, serving

LAST_DAY = date(2026, 9, 30)
AFTER = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("risk", "today", "signed", "allow_unsigned", "expected"),
    [
        pytest.param("normal", LAST_DAY, True, False, Serving.FULL, id="signed and fresh on the last day"),
        pytest.param("high", LAST_DAY, True, False, Serving.FULL, id="high risk is answered while fresh"),
        pytest.param("normal", AFTER, True, False, Serving.CAVEAT, id="overdue, normal risk: with a caveat"),
        pytest.param("high", AFTER, True, False, Serving.WITHHELD_OVERDUE, id="overdue, high risk: not answered"),
        pytest.param("normal", LAST_DAY, False, False, Serving.WITHHELD_UNSIGNED, id="unsigned"),
        pytest.param("high", AFTER, False, False, Serving.WITHHELD_UNSIGNED, id="unsigned and overdue"),
        pytest.param("normal", LAST_DAY, False, True, Serving.FULL, id="unsigned, where that is allowed"),
        pytest.param("high", AFTER, False, True, Serving.WITHHELD_OVERDUE, id="allowing unsigned allows no overdue"),
    ],
)
def test_serving_decides_by_risk_date_and_signature(
    risk: str, today: date, signed: bool, allow_unsigned: bool, expected: Serving
) -> None:
    """What people get depends on the article, the day and the rule, and on nothing else."""
    article = replace(ArticleFiles.valid().article(), risk=Risk(risk))
    if signed:
        signature = Signature(digest=article_digest(article), reviewer="Ana, lawyer", on=date(2026, 7, 3))
        article = replace(article, signatures=(signature,))

    assert serving(article, today=today, allow_unsigned=allow_unsigned) is expected


def test_serving_ignores_a_signature_for_other_words() -> None:
    """A signature of an earlier text counts as none."""
    old = Signature(digest="0123456789abcdef", reviewer="Ana, lawyer", on=date(2026, 7, 3))
    article = replace(ArticleFiles.valid().article(), signatures=(old,))

    assert serving(article, today=LAST_DAY, allow_unsigned=False) is Serving.WITHHELD_UNSIGNED
