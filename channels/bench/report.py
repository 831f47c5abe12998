"""What was measured, for people and for machines: a table, a picture, JSON that names the machine and the day."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from channels.bench.outcome import Spread
from channels.bench.runs import Measured

#: Three figures in a cell: half, 95 and 99 of a hundred stayed below.
COLUMNS = ("run", "on", "answered", "/s", "ack ms", "answer ms", "lost", "twice", "disorder", "CPU ms", "MB")


def table(runs: Sequence[Measured]) -> Table:
    """Milliseconds are of the half, 95 and 99 of a hundred; CPU is a message's; MB is the peak of what is resident."""
    shown = Table(title="rumbo bench", caption=machine_in_words(runs))
    for number, column in enumerate(COLUMNS):
        shown.add_column(column, justify="left" if number < 2 else "right", no_wrap=True)
    for run in runs:
        found = run.outcome
        shown.add_row(
            run.scenario.name,
            run.on,
            f"{found.answered}/{found.sent}",
            f"{found.messages_per_second}",
            spread(found.acknowledgement_ms),
            spread(found.last_bubble_ms),
            str(found.lost),
            str(found.doubled),
            str(found.out_of_order),
            f"{run.cpu_ms_per_message}",
            f"{run.load.rss_peak:.0f}",
            style=None if found.clean else "bold red",
        )
    return shown


def spread(of: Spread) -> str:
    return f"{of.p50:.0f}/{of.p95:.0f}/{of.p99:.0f}"


def machine() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def machine_in_words(runs: Sequence[Measured]) -> str:
    here, busiest = machine(), max((run.busy_before for run in runs), default=0.0)
    busy = f"; load average before a run up to {busiest}" if busiest > 1 else ""
    return f"{here['date'][:10]}, {here['cores']} cores, Python {here['python']}{busy}"


def as_json(runs: Sequence[Measured]) -> str:
    return json.dumps({"machine": machine(), "runs": [run.as_json() for run in runs]}, indent=1)


def picture(runs: Sequence[Measured], path: Path) -> None:
    """A PNG: how long people waited in each run, half of them and all but five of a hundred."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to import, and only this needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    names = [f"{run.scenario.name}, {run.on}" for run in runs]
    figure, axes = plt.subplots(1, 2, figsize=(12, 1.5 + 0.45 * len(runs)), sharey=True, layout="constrained")
    for axis, title, spreads in (
        (axes[0], "acknowledged to Twilio", [run.outcome.acknowledgement_ms for run in runs]),
        (axes[1], "answer accepted by Twilio", [run.outcome.last_bubble_ms for run in runs]),
    ):
        places = range(len(runs))
        axis.barh(places, [max(each.p95, 0.1) for each in spreads], color="#c9d6df", label="95 of 100 within")
        axis.barh(places, [max(each.p50, 0.1) for each in spreads], height=0.4, color="#1b4965", label="half within")
        for place, each in zip(places, spreads, strict=True):
            axis.annotate(f" {each.p50:.0f} / {each.p95:.0f} ms", (max(each.p95, 0.1), place), va="center")
        axis.set(title=title, xscale="log", xlabel="milliseconds")
        # Room for the figures behind the longest bar.
        axis.set_xlim(right=30 * max([each.p95 for each in spreads] or [1]))
    axes[0].set_yticks(range(len(runs)), names)
    axes[0].invert_yaxis()
    figure.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    figure.suptitle(f"rumbo bench, {machine_in_words(runs)}", fontsize=10)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    plt.close(figure)
