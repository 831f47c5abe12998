"""Questions that somebody gave a topic: `labelled/<language>.yaml`, one a line under the slug that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

FOLDER = Path(__file__).with_name("labelled")
#: In the place of a slug: what no article answers.
ELSEWHERE: Final = "elsewhere"


def read_labelled(folder: Path = FOLDER, files: str = "*.yaml") -> Mapping[str, tuple[str, ...]]:
    """The questions of every topic, in all languages or those of some files."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob(files)):
        for topic, lines in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            found.setdefault(topic, []).extend(filter(None, map(str.strip, lines.splitlines())))
    return {topic: tuple(questions) for topic, questions in found.items()}
