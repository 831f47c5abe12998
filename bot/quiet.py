"""Keeps Rasa from printing: message texts above all, and then warnings that nobody here can act on."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

#: Said on every load or training, whatever the project does.
KNOWN_WARNINGS = ("Slot auto-fill has been removed", "'multi_class' was deprecated", "The ``declarative_base")
#: What Rasa reads to know whether to show progress bars.
LEVEL = "LOG_LEVEL"


@contextmanager
def quiet() -> Iterator[None]:
    """While a model is trained or loaded. The log level stays: below WARNING Rasa prints every message's text."""
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415 - takes a second

    configure_structlog(logging.WARNING)
    logging.getLogger("rasa").setLevel(logging.WARNING)
    before = os.environ.get(LEVEL)
    os.environ[LEVEL] = "WARNING"
    try:
        with warnings.catch_warnings():
            for message in KNOWN_WARNINGS:
                warnings.filterwarnings("ignore", message=message)
            yield
    finally:
        del os.environ[LEVEL]
        if before is not None:
            os.environ[LEVEL] = before
