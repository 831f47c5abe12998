from __future__ import annotations

import os
import socket

import pytest

from tests.conftest import OUR_SETTINGS, NetworkBlockedError


def test_environment_holds_none_of_our_settings() -> None:
    """A developer's own settings cannot change what a test shows."""
    assert [name for name in os.environ if name.startswith(OUR_SETTINGS)] == []


def test_network_is_this_machine_only() -> None:
    """Names and addresses elsewhere are refused; a server on loopback is reached."""
    with pytest.raises(NetworkBlockedError):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(NetworkBlockedError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 443))
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
