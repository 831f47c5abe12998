"""The pictures of an evaluation show what was counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from knowledge.evaluate import Judged
from knowledge.evaluation_pictures import bands, draw, searched, tradeoff, wilson
from knowledge.questions import Question


def judged(score: float, *, right: bool = True, in_scope: bool = True, urgent: bool = False, decision: str = "answer"):
    question = Question(
        id="x", lang="en", text="x", topic="us-daca" if in_scope else None, in_scope=in_scope, urgent=urgent
    )
    found = ("us-daca" if right else "us-sij",)
    return Judged(question=question, decision=decision, found=found, score=score, milliseconds=1.0)


def test_bands_compare_what_was_claimed_with_what_was_right() -> None:
    """Four questions of the same band, three of them right: claimed .9, right .75."""
    (band,) = bands([judged(0.9), judged(0.92), judged(0.88), judged(0.9, right=False)])

    assert (band.claimed, band.right, band.count) == (pytest.approx(0.9), 0.75, 4)
    assert band.low < 0.75 < band.high


def test_wilson_is_the_known_interval() -> None:
    """Nine of ten: 0.596 to 0.982, as in the tables."""
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-3)


def test_tradeoff_answers_more_and_errs_more_as_the_threshold_falls() -> None:
    """Strict: one answer, right. Loose: everything is answered, a stranger too."""
    curve = tradeoff([judged(0.9), judged(0.6, right=False), judged(0.3, right=False, in_scope=False)])

    np.testing.assert_allclose(curve.threshold, [0.9, 0.6, 0.3])
    np.testing.assert_allclose(curve.answered, [0.5, 1, 1])
    np.testing.assert_allclose(curve.precision, [1, 0.5, 0.5])
    np.testing.assert_allclose(curve.strangers, [0, 0, 1])


def test_only_what_reached_the_search_counts() -> None:
    """Commands and urgent messages say nothing about the search."""
    everything = [judged(0.9), judged(0.9, decision="command"), judged(0.9, urgent=True)]
    assert searched(everything) == everything[:1]


def test_pictures_are_drawn(tmp_path: Path) -> None:
    """Two PNG files of a readable size; without a question there is nothing to draw."""
    drawn = draw([judged(0.9), judged(0.2, right=False)], tmp_path / "new", answer_from=0.7)

    assert [path.name for path in drawn] == ["reliability.png", "trade-off.png"]
    assert all(Image.open(path).size >= (640, 480) for path in drawn)
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([], tmp_path, answer_from=0.7)
