"""`rumbo serve`: the application under uvicorn, with logs that hold nothing of a person."""

from __future__ import annotations

import sys

import uvicorn

from channels.app import create_app
from channels.console import accounts
from channels.logs import configure_logs
from channels.settings import Settings

#: Seconds that requests under way may take to end when the service is told to stop.
STOPPING = 10


def pages(settings: Settings) -> dict[str, str]:
    """What there is to open in a browser."""
    return {**({"simulator": "/try"} if settings.has_simulator else {}), "console": "/console", "health": "/readyz"}


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serve until interrupted; says where the pages are before they answer."""
    configure_logs()
    app = create_app(settings, port=port)
    address = settings.public_url or f"http://{'localhost' if host in {'0.0.0.0', '127.0.0.1'} else host}:{port}"  # noqa: S104
    print("Rumbo is starting (models load in some seconds) …")
    for name, path in pages(settings).items():
        print(f"  {name:10} {address}{path}")
    password = None if settings.has_twilio else accounts.demo(app.state.desk)
    if password:
        print(f"  A demo account for the console, shown this once: name {accounts.DEMO}, password {password}")
    sys.stdout.flush()
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        # Pages that follow what happens never end by themselves, and would keep a stopped service alive.
        timeout_graceful_shutdown=STOPPING,
        # Whom a request comes from is believed from these alone; whoever else says so is taken for what they are.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
