"""What every test can rely on: none of our settings in the environment, no network but this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Any

import pytest

from tests.postgres import postgres_database, postgres_server, postgres_url

__all__ = ["postgres_database", "postgres_server", "postgres_url"]

#: Settings begin with these; a developer's own must not change what a test shows.
OUR_SETTINGS = (
    "DATABASE_URL",
    "DATA_KEY",
    "PUBLIC_URL",
    "TWILIO_",
    "SIMULATOR",
    "ALLOW_UNSIGNED",
    "RETENTION_DAYS",
    "CATCH_UP_HOURS",
    "FLOOD_LIMIT",
    "EMBEDDING_MODEL",
    "CONSOLE_",
    "OFFICE_",
    "OIDC_",
    "ALARM_",
    "SMTP_",
    "KNOWLEDGE_DIR",
    "TRUSTED_PROXIES",
    "METRICS_TOKEN",
)


class NetworkBlockedError(AssertionError):
    """A test tried to leave this machine."""


def stays_here(host: Any) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(OUR_SETTINGS):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    """Connections and name look-ups outside this machine fail with NetworkBlockedError."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: Any) -> None:
        if not stays_here(host):
            raise NetworkBlockedError(f"A test tried to reach {host!r}.")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield
