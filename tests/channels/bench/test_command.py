"""The short version of the benchmark: the whole service under a little load, on both databases. Never a timing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.train import train
from channels.bench.command import Wish, keep, measure
from channels.bench.errors import BenchError
from channels.bench.on import On
from channels.bench.report import table
from channels.bench.runs import Measured
from channels.bench.scenarios import SHORT


@pytest.fixture(scope="module")
def trained() -> None:
    train(if_changed=True)


@pytest.fixture(scope="module", params=[pytest.param(On.POSTGRESQL, marks=pytest.mark.postgres), On.SQLITE, On.RASA])
def found(request: pytest.FixtureRequest, trained: None) -> Measured:
    (measured,) = measure(Wish(on=[request.param], own=SHORT), say=lambda _: None)
    return measured


def test_short_run_loses_doubles_and_disorders_nothing(found: Measured) -> None:
    """Everything that was acknowledged is answered once, and each person's messages in their order."""
    assert found.outcome.clean, found.outcome
    assert found.outcome.answered == found.outcome.sent == SHORT.messages


def test_short_run_says_what_it_cost(found: Measured) -> None:
    """Latency, memory and processor time are in the figures, whatever they are."""
    outcome = found.outcome

    assert 0 < outcome.acknowledgement_ms.p50 <= outcome.acknowledgement_ms.p99
    assert 0 < outcome.first_bubble_ms.p50 <= outcome.last_bubble_ms.longest
    assert found.load.rss_peak > 100
    assert found.cpu_ms_per_message > 0


def test_figures_are_kept_for_machines_and_as_a_picture(found: Measured, tmp_path: Path) -> None:
    """The JSON names machine and day; the picture is a PNG; the table shows the run."""
    figures, picture = keep([found], tmp_path)
    kept = json.loads(figures.read_text())
    with (console := Console(width=120)).capture() as shown:
        console.print(table([found]))

    assert kept["machine"]["cores"] > 0
    assert kept["runs"][0]["outcome"]["lost"] == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert found.on in shown.get()


def test_unknown_run_is_refused_with_the_names_there_are() -> None:
    """A slip of the finger says what could have been meant."""
    with pytest.raises(BenchError, match="steady"):
        list(Wish(names=["stedy"]).runs())
