"""Rasa's own command line, run in the `bot/` folder: `python -m bot.rasa_cli data validate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partialmethod
from pathlib import Path

PROJECT = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> None:
    """Run `rasa ARGUMENTS`; ends with SystemExit as Rasa does when something is wrong."""
    os.chdir(PROJECT)
    sys.argv = ["rasa", *_with_defaults(arguments)]
    # Components and actions are named by their path from the repository's root.
    sys.path.insert(0, str(PROJECT.parent))

    _suit_sanic()
    from rasa.__main__ import main as rasa  # noqa: PLC0415 - after the change of folder

    rasa()


def _suit_sanic() -> None:
    """`shell` and `run actions` were written for an older Sanic, which stayed in the process that started it."""
    from sanic import Sanic, response  # noqa: PLC0415 - Rasa's servers only

    Sanic.run = partialmethod(Sanic.run, single_process=True)  # type: ignore[assignment]
    response.stream = response.ResponseStream  # type: ignore[attr-defined]


def _with_defaults(arguments: Sequence[str]) -> list[str]:
    """The domain is a folder, models go to var/ like everything that is made here, actions are a package of ours."""
    given = list(arguments)
    made_here = PROJECT.parent / "var"
    models = str(made_here / "models" / "dialogue")
    for command, option, value in (
        (["train"], "--domain", "domain"),
        (["train"], "--out", models),
        (["data", "validate"], "--domain", "domain"),
        (["shell"], "--model", models),
        (["test"], "--model", models),
        (["test"], "--out", str(made_here / "rasa-test")),
        (["run", "actions"], "--actions", "bot.actions"),
    ):
        if given[: len(command)] == command and not {option, option[1:3]} & set(given):
            given += [option, value]
    return given


if __name__ == "__main__":
    main(sys.argv[1:])
