"""The short version of the benchmark: the whole service under a little load, on both databases. Never a timing."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import make_url
from typer.testing import CliRunner

from bot.train import train
from channels.bench.caller import Call
from channels.bench.command import Wish, keep, measure
from channels.bench.databases import on_this_machine
from channels.bench.errors import BenchError
from channels.bench.on import On
from channels.bench.report import table
from channels.bench.runs import Measured, in_time
from channels.bench.scenarios import SHORT
from channels.cli import app


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


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://rumbo@db.example.org/rumbo",
        "postgresql://rumbo@192.0.2.7/rumbo",
        "postgresql:///rumbo?host=192.0.2.7",
        "postgresql://rumbo@localhost/rumbo?host=localhost,db.example.org",
        "postgresql://rumbo@localhost/rumbo?hostaddr=192.0.2.7",
    ],
)
def test_server_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The DATABASE_URL of the service itself is neither filled nor loaded; the sentence says what to do."""
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(BenchError, match="Unset DATABASE_URL"):
        measure(Wish(on=[On.POSTGRESQL], own=SHORT), say=lambda _: None)


def test_server_elsewhere_is_refused_where_the_environment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a host leads to PGHOST."""
    monkeypatch.setenv("PGHOST", "db.example.org")

    with pytest.raises(BenchError, match=re.escape("db.example.org")):
        on_this_machine(make_url("postgresql:///rumbo"))


@pytest.mark.parametrize(
    "address",
    ["postgresql://u@localhost/x", "postgresql://u@127.0.0.1/x", "postgresql://u@[::1]/x", "postgresql:///x?host=/run"],
)
def test_server_here_may_be_used(address: str) -> None:
    """A socket or a loopback address is this machine."""
    assert on_this_machine(make_url(address)) == make_url(address)


async def test_run_that_does_not_end_is_ended() -> None:
    """A service that acknowledges nothing keeps nobody waiting for ever."""

    async def never() -> tuple[Call, ...]:
        await asyncio.sleep(60)
        return ()

    with pytest.raises(BenchError, match=r"0\.01 seconds"):
        await in_time(never(), limit=0.01)


@pytest.mark.parametrize(("option", "value"), [("--messages", "20001"), ("--people", "20001"), ("--rate", "1001")])
def test_more_than_a_machine_should_bear_is_refused(option: str, value: str) -> None:
    """By the command itself, before anything is started."""
    refused = CliRunner().invoke(app, ["bench", "--messages", "1", option, value])

    assert refused.exit_code == 2
    assert option in refused.output


def test_unknown_run_is_refused_with_the_names_there_are() -> None:
    """A slip of the finger says what could have been meant."""
    with pytest.raises(BenchError, match="steady"):
        list(Wish(names=["stedy"]).runs())
