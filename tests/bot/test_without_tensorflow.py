from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from bot import without_tensorflow
from bot.errors import LibraryIsMissingError


def test_hook_answers_for_base_classes() -> None:
    """Rasa's classes may inherit from what is missing."""
    tf = importlib.import_module("tensorflow")

    class Layer(tf.keras.layers.Layer):  # type: ignore[misc]
        units: tf.Tensor | None = None

    assert issubclass(Layer, tf.keras.layers.Layer)


def test_hook_refuses_calls_by_name() -> None:
    """Whoever really uses TensorFlow is told what was called and what to do."""
    tf = importlib.import_module("tensorflow")

    with pytest.raises(LibraryIsMissingError, match=r"tensorflow\.constant.*config\.yml"):
        tf.constant(1)


def test_hook_leaves_other_missing_libraries_alone() -> None:
    """A library that is not on the list stays an ImportError."""
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorflow_addons_of_nobody")


def test_hook_is_installed_once() -> None:
    """Installing it again changes nothing."""
    before = list(sys.meta_path)
    without_tensorflow.install()

    assert before == sys.meta_path


def test_hook_lets_rasa_be_imported_first() -> None:
    """In a fresh process any module of ours makes Rasa importable, without TensorFlow and without telemetry."""
    code = "import bot.replies, os, rasa.core.processor; print(os.environ['RASA_TELEMETRY_ENABLED'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout.strip()) == (0, "false"), result.stderr
