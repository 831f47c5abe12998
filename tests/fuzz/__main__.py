"""`python -m tests.fuzz --inputs 100000 --seed 0`: try them all, say how many, and what failed with its seed."""

from __future__ import annotations

import argparse
import logging
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from tests.fuzz.targets import TARGETS, WITH_MODEL, Target

#: An input that takes this many seconds could be used to stop the service.
SLOW = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    target: str
    inputs: int
    slowest: float
    failures: tuple[str, ...]


class TookTooLongError(Exception):
    """An input kept the processor busy for SLOW seconds."""


def too_long(_signal: int, _frame: object) -> None:
    raise TookTooLongError


@contextmanager
def quickly() -> Iterator[None]:
    """Raises TookTooLongError inside when the processor was kept busy for SLOW seconds."""
    signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def attempt(target: Target, seed: str) -> tuple[float, str]:
    """Seconds of the processor that one input took, and what went wrong, if anything did."""
    began, wrong = time.process_time(), ""
    try:
        with quickly():
            target.run(random.Random(seed))
    except Exception:
        wrong = traceback.format_exc(limit=-6)
    return time.process_time() - began, f"{target.name}, seed {seed}: {wrong}" if wrong else ""


def fuzz(inputs: int, seed: int, targets: Sequence[Target] = TARGETS) -> Iterator[Tried]:
    whole = sum(target.share for target in targets)
    for target in targets:
        target.ready()
        some = max(1, inputs * target.share // whole + 1)
        outcomes = [attempt(target, f"{seed}/{target.name}/{number}") for number in range(some)]
        yield Tried(
            target=target.name,
            inputs=some,
            slowest=max(took for took, _ in outcomes),
            failures=tuple(wrong for _, wrong in outcomes if wrong),
        )


def without_logs() -> None:
    """What is refused would be logged a hundred thousand times."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--only", default="", help="one target, by name")
    chosen = options.parse_args()
    without_logs()
    targets = [each for each in (*TARGETS, WITH_MODEL) if chosen.only in ("", each.name)]
    total, failures = 0, []
    for tried in fuzz(chosen.inputs, chosen.seed, targets):
        total += tried.inputs
        failures += tried.failures
        print(
            f"{tried.target:<18} {tried.inputs:>7} inputs  slowest {tried.slowest:6.3f} s  {len(tried.failures)} failed"
        )
        sys.stdout.flush()
    for failure in failures[:20]:
        print(f"\n{failure}")
    print(f"{total} hostile inputs tried, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
