"""The figures of `rumbo evaluate` for people: a progress bar while asking, then tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from knowledge.evaluate import Ask, Figures, Judged, put
from knowledge.questions import Question

RANKING = ("recall_at_1", "recall_at_3", "mrr")
GROUPS = {
    "in_scope": (*RANKING, "answered", "answered_precision", "offered", "offered_contains", "declined"),
    "out_of_scope": ("answered",),
    "urgent": ("recall", "false_alarms"),
}


def put_with_progress(questions: Sequence[Question], ask: Ask, console: Console) -> tuple[Judged, ...]:
    """`evaluate.put` with a bar on `console`; give it a console on standard error when printing JSON."""
    return put(track(questions, description="Asking", console=console, transient=True), ask)


def show(measured: Figures, console: Console) -> None:
    """All figures but the baselines: a line a figure, a column a language."""
    columns: Mapping[str, Figures] = {**measured["by_language"], "together": measured}
    table = Table("", *columns)
    table.add_row("questions", *(str(part["n"]) for part in columns.values()))
    for group, names in GROUPS.items():
        for name in names:
            table.add_row(f"{group.replace('_', ' ')}: {name.replace('_', ' ')}", *_row(columns, group, name))
    console.print(table)
    spent = measured["ms_per_question"]
    console.print(f"{spent['p50']} ms a question (median), {spent['p95']} ms at the 95th percentile")


def _row(columns: Mapping[str, Figures], group: str, name: str) -> list[str]:
    return [_rate(part[group][name]) for part in columns.values()]


def show_baselines(compared: Mapping[str, Figures], console: Console) -> None:
    table = Table("method", *RANKING, "auroc", "ms_p50")
    for name, part in compared.items():
        table.add_row(name, *(_rate(part[key]) for key in (*RANKING, "auroc")), str(part["ms_p50"]))
    console.print(table)


def _rate(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"
