"""`make fuzz-atheris`: the same targets, by atheris, which keeps the inputs that reach code no other has reached.

It changes bytes; `Chances` makes of bytes what a target asks its generator for. So an input is a file, and is repeated
by `python -m tests.fuzz.coverage --repeat var/fuzz/form/crash-…`, without atheris.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import re
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

FOUND = Path("var/fuzz")
#: Whose branches are watched: ours, and the readers in Python of what strangers send.
WATCHED = ["bot", "channels", "knowledge", "locales", "openpyxl", "phonenumbers"]
#: Bytes of one input: some hundred choices.
LENGTH = 2048


class Chances(random.Random):
    """Chances read from bytes, in their order; after the last byte always the same ones."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self.left = memoryview(data)

    def getrandbits(self, k: int) -> int:
        size = (k + 7) // 8
        if len(self.left) < size:
            return super().getrandbits(k)
        taken, self.left = self.left[:size], self.left[size:]
        return int.from_bytes(taken, "little") & ((1 << k) - 1)

    def random(self) -> float:
        return self.getrandbits(16) / 65536


def search(target: Target, seconds: int, seed: int) -> None:
    """Ends the process: with 0, or at the first failure with another code and the input in a file."""
    import atheris  # noqa: PLC0415 - in no environment but that of `make fuzz-atheris`

    from tests.fuzz.__main__ import quickly  # noqa: PLC0415

    folder = FOUND / target.name
    corpus = started(folder / "corpus", f"{seed}/{target.name}")
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)

    def once(data: bytes) -> None:
        with quickly():
            target.run(Chances(data))

    # libFuzzer takes a seed of 0 for none. Its own timeout counts the time of other processes too.
    options = [f"-seed={seed + 1}", f"-max_total_time={seconds}", f"-max_len={LENGTH}", "-timeout=60"]
    options += ["-rss_limit_mb=4096", "-print_final_stats=1", f"-artifact_prefix={folder}/", str(corpus)]
    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def started(corpus: Path, seed: str) -> Path:
    """What earlier runs found stays, so that the next one goes on from there."""
    corpus.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    for number in range(16):
        (corpus / f"start-{number:02}").write_bytes(rng.randbytes(LENGTH // 4))
    return corpus


def fuzz(seconds: int, seed: int, only: str) -> int:
    """The targets one after another, each for its part of the time and in a process of its own, which it ends."""
    import atheris  # noqa: PLC0415

    # It names every module that it takes.
    with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=WATCHED):
        from tests.fuzz.__main__ import without_logs  # noqa: PLC0415
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    without_logs()
    targets = [each for each in TARGETS if only in ("", each.name)]
    total, failed = 0, 0
    for target in targets:
        share = (target, seconds // len(targets), seed)
        process = multiprocessing.get_context("fork").Process(target=search, args=share)
        process.start()
        process.join()
        log = FOUND / target.name / "log.txt"
        inputs, reached = last(r"number_of_executed_units: (\d+)", log), last(r"cov: (\d+)", log)
        total += inputs
        failed += process.exitcode != 0
        outcome = f"failed: {log}" if process.exitcode else "held"
        print(f"{target.name:<18} {inputs:>7} inputs  {reached:>6} places reached  {outcome}", flush=True)
    print(f"{total} inputs tried in {seconds} s, {failed} of {len(targets)} targets failed")
    return 1 if failed else 0


def last(pattern: str, log: Path) -> int:
    found = re.findall(pattern, log.read_text(errors="replace"))
    return int(found[-1]) if found else 0


def repeat(file: Path) -> None:
    """Runs the target that the file's folder is named after."""
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    next(each for each in TARGETS if each.name == file.parent.name).run(Chances(file.read_bytes()))


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.coverage")
    options.add_argument("--seconds", type=int, default=600, help="of all targets together")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--only", default="", help="one target, by name")
    options.add_argument("--repeat", type=Path, help="a file that was found, instead")
    chosen = options.parse_args()
    if chosen.repeat:
        repeat(chosen.repeat)
        return 0
    return fuzz(chosen.seconds, chosen.seed, chosen.only)


if __name__ == "__main__":
    sys.exit(main())
