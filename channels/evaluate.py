"""`rumbo evaluate`: questions with known answers through the whole dialogue, and other searches beside it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from channels.ask import Asking
from channels.settings import Settings
from knowledge.evaluate import figures
from knowledge.evaluation_pictures import draw
from knowledge.evaluation_report import put_with_progress, show, show_baselines
from knowledge.questions import read_questions


def run(
    settings: Settings, files: Sequence[Path], *, as_json: bool, baselines: bool, pictures: Path | None = None
) -> None:
    """Print the figures as a table or, for machines, as one JSON object on standard output."""
    console = Console(stderr=True)
    questions = [question for file in files for question in read_questions(file)]
    with console.status("Loading the models …"):
        asking = Asking.load(settings)
    with asyncio.Runner() as runner:

        def ask(text: str, language: str) -> dict[str, Any]:
            return runner.run(asking.ask(text, chosen=language)).as_json()

        judged = put_with_progress(questions, ask, console)
    measured = figures(judged)
    if pictures:
        drawn = draw(judged, pictures, answer_from=asking.content.calibration.answer_from)
        console.print(f"Drawn: {', '.join(map(str, drawn))}")
    compared = asking.content.compared(questions) if baselines else {}
    if as_json:
        print(json.dumps({**measured, "baselines": compared} if baselines else measured))
        return
    show(measured, Console())
    if baselines:
        show_baselines(compared, Console())
