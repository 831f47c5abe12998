"""`rumbo serve`: the application under uvicorn, with logs that hold nothing of a person."""

from __future__ import annotations

import logging

import structlog
import uvicorn

from channels.app import create_app
from channels.settings import Settings


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serve until interrupted; says where the pages are once they answer."""
    configure_logs()
    app = create_app(settings)
    address = settings.public_url or f"http://{'localhost' if host in {'0.0.0.0', '127.0.0.1'} else host}:{port}"  # noqa: S104
    print("Rumbo is starting (models load in some seconds) …")
    print(f"  simulator  {address}/try\n  health     {address}/readyz", flush=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, proxy_headers=False)


def configure_logs() -> None:
    """One JSON object a line on standard output; tracebacks name lines of code and never show values."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
