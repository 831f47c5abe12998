"""One JSON object a line on standard output, from our code and from every library's, with nothing of a person in it.

An error is written as its kind and the lines of code it came by: its sentence may quote what it choked on, and local
variables hold texts and numbers, so both are left out.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import AbstractContextManager
from typing import Any

import structlog

#: Only these speak below WARNING; Rasa would print every message's text there.
OURS = ("bot", "channels", "knowledge", "locales")


def configure_logs() -> None:
    """To be called at start, and again after Rasa was loaded, since that sets everything up its own way."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_where,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # It has a handler of its own, which writes the sentences of errors.
    dbos = logging.getLogger("dbos")
    dbos.handlers.clear()
    dbos.propagate = True


def traced(sid: str) -> AbstractContextManager[object]:
    """Every line that is logged within names the message by the same mark, from the webhook to the provider.

    A mark and not the id: with that, whoever has a log alone could ask the provider for the number.
    """
    return structlog.contextvars.bound_contextvars(trace=hashlib.sha256(sid.encode()).hexdigest()[:12])


def only_where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces an error by its kind and where it happened."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = [type(each).__qualname__ for each in chain(error)]
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for each in chain(error)
            for frame in traceback.extract_tb(each.__traceback__)
        ]
    return event


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
