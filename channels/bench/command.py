"""`rumbo bench`: the runs that were asked for, one after the other, and what they showed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from channels.bench import report, scenarios
from channels.bench.databases import postgres_server
from channels.bench.errors import BenchError
from channels.bench.on import On
from channels.bench.runs import Measured, Scenario, run, run_rasa

PLANNED = {
    On.POSTGRESQL: scenarios.ON_POSTGRESQL,
    On.SQLITE: scenarios.ON_SQLITE,
    On.RASA: scenarios.ON_RASA,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to run: everything, some of the runs by name, or one of one's own making."""

    on: Sequence[On] = tuple(On)
    names: Sequence[str] = ()
    own: Scenario | None = None

    def runs(self) -> Iterator[tuple[On, Scenario]]:
        """Raises BenchError for a name that no run has."""
        known = {scenario.name for planned in PLANNED.values() for scenario in planned}
        if unknown := set(self.names) - known:
            raise BenchError(f"There is no run {', '.join(sorted(unknown))}. There are: {', '.join(sorted(known))}.")
        for on in self.on:
            if self.own is not None:
                # Rasa's channel does not say which message a bubble answers: there everybody writes once.
                yield on, replace(self.own, people=self.own.messages) if on is On.RASA else self.own
                continue
            yield from ((on, scenario) for scenario in PLANNED[on] if not self.names or scenario.name in self.names)


def measure(wish: Wish, *, say: Callable[[str], None]) -> list[Measured]:
    """Play the runs. PostgreSQL is the one of DATABASE_URL, or one that is started for this. Raises BenchError."""
    address = os.environ.get("DATABASE_URL") or None
    if address is not None and address.startswith("sqlite"):
        address = None
    found, planned = [], list(wish.runs())
    with ExitStack() as ending:
        needed = any(on is On.POSTGRESQL for on, _ in planned)
        server = ending.enter_context(postgres_server(address)) if needed else None
        for on, scenario in planned:
            say(f"{scenario.name} on {on.value}: {scenario.messages} messages …")
            if on is On.RASA:
                found.append(run_rasa(scenario))
            else:
                found.append(run(scenario, server if on is On.POSTGRESQL else None))
    return found


def keep(found: Sequence[Measured], folder: Path) -> tuple[Path, Path]:
    """Write the figures and the picture; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    figures, picture = folder / "bench.json", folder / "bench.png"
    figures.write_text(report.as_json(found) + "\n", encoding="utf-8")
    report.picture(found, picture)
    return figures, picture
