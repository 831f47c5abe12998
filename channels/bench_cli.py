"""`rumbo bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from channels.bench.bounds import HIGHEST_RATE, MOST_MESSAGES, MOST_PEOPLE
from channels.bench.on import On
from channels.settings import VAR

#: Of the table, also where the output is no terminal.
WIDTH = 120


def bench(  # noqa: PLR0917 - the options of a command
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="[RUN…]", help="steady, burst, full …; all of them.")
    ] = None,
    on: Annotated[list[On] | None, typer.Option(help="postgresql, sqlite, rasa; all of them.")] = None,
    messages: Annotated[
        int | None, typer.Option(min=1, max=MOST_MESSAGES, help="A run of your own with this many messages.")
    ] = None,
    people: Annotated[int, typer.Option(min=1, max=MOST_PEOPLE, help="How many people write them, in turn.")] = 100,
    rate: Annotated[
        float | None, typer.Option(min=0.01, max=HIGHEST_RATE, help="Messages a second; all at once without it.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=8, help="`rumbo serve` processes (PostgreSQL).")] = 1,
    delay: Annotated[float, typer.Option(min=0, max=10, help="Seconds that Twilio takes to accept.")] = 0.0,
    out: Annotated[Path, typer.Option(help="Folder for bench.json and bench.png.")] = VAR / "bench",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Measure the whole service under load, against a small Twilio on this machine."""
    # The models' libraries, aiohttp and the database's take seconds to import.
    from channels.bench.command import Wish, keep, measure  # noqa: PLC0415
    from channels.bench.report import as_json as figures  # noqa: PLC0415
    from channels.bench.report import table  # noqa: PLC0415
    from channels.bench.runs import Scenario  # noqa: PLC0415

    say = Console(stderr=True)
    own = None
    if messages is not None:
        own = Scenario(name="own", messages=messages, people=people, rate=rate, processes=processes, twilio_delay=delay)
    wish = Wish(on=on or tuple(On), names=runs or (), own=own)
    found = measure(wish, say=say.print)
    kept = keep(found, out)
    typer.echo(figures(found)) if as_json else Console(width=WIDTH).print(table(found))
    say.print(f"Written: {', '.join(map(str, kept))}")
