from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.sample_articles import TODAY, segments, write_library
from knowledge.workshop.vet import vet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


@pytest.fixture
def sign(folder: Path) -> Callable[[], None]:
    """Signs the article `us-asylum-fees` of the folder."""
    return lambda: (vet(folder, "us-asylum-fees", reviewer="Ana López, lawyer", today=TODAY, measure=segments), None)[1]
