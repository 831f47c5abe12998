"""Answers for the libraries that Rasa 3.6 imports and that we neither install nor use.

`install()` must run before the first `import rasa`; `bot/__init__.py` sees to that. Rasa then finds modules whose
every attribute is a placeholder class: enough to inherit from, to annotate with and to compare to, which is all that
Rasa's own modules do while they are imported. Whoever calls one gets `LibraryIsMissingError` with its name.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from bot.errors import LibraryIsMissingError

CACHE = Path(__file__).resolve().parents[1] / "var" / "rasa-cache"

#: The top-level names we answer for; any other missing library stays Python's own ImportError.
MISSING = frozenset(
    {
        # DIET, TED and ResponseSelector need it; ours are rules and a logistic regression.
        "tensorflow",
        "keras",
        "tensorflow_hub",
        "tensorflow_text",
        # Rasa imports all its chat channels at once; ours is the gateway.
        "aiogram",
        "fbmessenger",
        "mattermostwrapper",
        "rocketchat_API",
        "slack",
        "slack_sdk",
        "webexteamssdk",
        # Tokens for Rasa's own HTTP server, which we do not open.
        "sanic_jwt",
    }
)


class _Placeholder(type):
    """A class for anything: `tf.keras.layers.Layer` may be a base class or an annotation, and never a call."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{cls.__qualname__}.{name}")

    def __call__(cls, *_: object, **__: object) -> NoReturn:
        raise LibraryIsMissingError(
            f"{cls.__qualname__} was called, but Rumbo runs Rasa without it (docs/decisions/0001). "
            "Remove what needs it from bot/config.yml or bot/endpoints.yml."
        )


@cache
def _placeholder(name: str) -> type:
    return _Placeholder(name.rpartition(".")[2], (), {"__qualname__": name, "__module__": __name__})


class _Module(ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname == "rasa":
            _import_old_libraries()
        if fullname.partition(".")[0] not in MISSING:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def install() -> None:
    """Make `import rasa` possible and keep it from reporting anything to anyone. Doing it twice changes nothing."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Rasa would otherwise leave a folder `.rasa` wherever it is started.
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(CACHE))
    sys.meta_path.insert(0, _Finder())


def _import_old_libraries() -> None:
    """Rasa imports both, and they complain about each other's age; we can change neither."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module("pkg_resources")
        importlib.import_module("packaging.requirements")
