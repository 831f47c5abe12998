"""The trained dialogue model, once for all tests of the dialogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.testing import ScriptedAnswers
from bot.train import train

EngineWith = Callable[[ScriptedAnswers], Engine]


@pytest.fixture(scope="session")
def model() -> Path:
    """Trains when the present content has no model yet."""
    return train(if_changed=True)


@pytest.fixture(scope="session")
def loaded(model: Path) -> Engine:
    return Engine.load(model, answers=ScriptedAnswers())


@pytest.fixture
def engine_with(loaded: Engine) -> EngineWith:
    """The model is loaded once; each test brings its own search."""
    return loaded.with_answers
