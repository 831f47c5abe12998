"""Two pictures of an evaluation: may its probabilities be believed, and what does a stricter threshold cost.

*Reliability*: questions in bands of the probability that was claimed for their first article, against the share for
which it was right, with 95 % Wilson intervals; on the diagonal every claim is true. *Trade-off*: for every threshold
the share of in-scope questions answered directly, against the share of those answers that are right and the share of
out-of-scope questions answered. Both look at what reached the search, not at commands or urgent messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.evaluate import Judged

Array = npt.NDArray[np.float64]

#: Edges of the bands; narrow where most claims are.
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0)
#: Normal quantile of a two-sided 95 % interval.
NORMAL = 1.96
#: Pixels: large enough to read, and a page with both stays light.
DPI = 110
INK, OURS, STRANGERS, GRID = "#1b2a33", "#0b6e8f", "#b3432f", "#d5dde2"


@dataclass(frozen=True, slots=True)
class Band:
    """Questions for whose first article about the same probability was claimed."""

    claimed: float
    right: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """One entry for each threshold, the strictest first."""

    threshold: Array
    answered: Array
    precision: Array
    strangers: Array


def searched(judged: Sequence[Judged]) -> list[Judged]:
    """The questions that the search was asked."""
    return [one for one in judged if one.found and not one.question.urgent and one.decision in _FROM_SEARCH]


_FROM_SEARCH = {"answer", "offer", "decline"}


def bands(judged: Sequence[Judged]) -> list[Band]:
    """Bands with at least one question."""
    claimed = np.array([one.score for one in judged])
    right = np.array([one.rank == 0 for one in judged], float)
    number = np.clip(np.digitize(claimed, EDGES) - 1, 0, len(EDGES) - 2)
    found = []
    for band in np.unique(number):
        inside = number == band
        low, high = wilson(right[inside].sum(), int(inside.sum()))
        found.append(Band(claimed[inside].mean(), right[inside].mean(), low, high, int(inside.sum())))
    return found


def wilson(hits: float, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    share, square = hits / count, NORMAL**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = NORMAL / (1 + square / count) * ((share * (1 - share) + square / (4 * count)) / count) ** 0.5
    return middle - half, middle + half


def tradeoff(judged: Sequence[Judged]) -> Tradeoff:
    """What would be answered if each claimed probability were the threshold."""
    score = np.array([one.score for one in judged])
    ours = np.array([one.question.in_scope for one in judged])
    right = np.array([one.rank == 0 for one in judged]) & ours
    thresholds = np.unique(score)[::-1]
    answered = score[None] >= thresholds[:, None]
    answered_ours = (answered & ours).sum(axis=1)
    return Tradeoff(
        threshold=thresholds,
        answered=answered_ours / max(int(ours.sum()), 1),
        precision=(answered & right).sum(axis=1) / np.maximum(answered_ours, 1),
        strangers=(answered & ~ours).sum(axis=1) / max(int((~ours).sum()), 1),
    )


def draw(judged: Sequence[Judged], folder: Path, *, answer_from: float) -> tuple[Path, Path]:
    """Write `reliability.png` and `trade-off.png`; raises ValueError when no question reached the search."""
    asked = searched(judged)
    if not asked:
        raise ValueError("No question reached the search, so there is nothing to draw.")
    folder.mkdir(parents=True, exist_ok=True)
    return _draw_bands(bands(asked), folder), _draw_tradeoff(tradeoff(asked), answer_from, folder)


def _draw_bands(found: Sequence[Band], folder: Path) -> Path:
    figure, axes = _axes("Claimed probability that the first article is right", "Share for which it was")
    axes.plot([0, 1], [0, 1], color=GRID, linewidth=2, zorder=1)
    at = [band.claimed for band in found]
    right = [band.right for band in found]
    spread = [[band.right - band.low for band in found], [band.high - band.right for band in found]]
    axes.errorbar(at, right, yerr=np.maximum(spread, 0), color=OURS, marker="o", capsize=4, linewidth=2)
    for band in found:
        axes.annotate(
            f"{band.count}",
            (band.claimed, band.high),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            color=INK,
        )
    axes.set_title("Reliability (numbers: questions in the band)", color=INK, loc="left")
    return _save(figure, folder / "reliability.png")


def _draw_tradeoff(curve: Tradeoff, answer_from: float, folder: Path) -> Path:
    figure, axes = _axes("Share of in-scope questions answered directly", "Share")
    axes.plot(curve.answered, curve.precision, color=OURS, linewidth=2.5, label="direct answers that are right")
    axes.plot(
        curve.answered,
        curve.strangers,
        color=STRANGERS,
        linewidth=2.5,
        linestyle="--",
        label="out-of-scope questions answered",
    )
    chosen = int(np.searchsorted(-curve.threshold, -answer_from, side="right")) - 1
    if chosen >= 0:
        axes.axvline(curve.answered[chosen], color=INK, linewidth=1.5, linestyle=":", label="the threshold in use")
    axes.legend(loc="center left", frameon=False)
    axes.set_title("What a stricter threshold costs", color=INK, loc="left")
    return _save(figure, folder / "trade-off.png")


def _axes(across: str, up: str) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415  # slow, and only whoever draws needs it

    figure = Figure(figsize=(6.4, 4.8), dpi=DPI, layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel=across, ylabel=up)
    axes.grid(visible=True, color=GRID, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Any, path: Path) -> Path:
    figure.savefig(path, metadata={"Software": None})
    return path
