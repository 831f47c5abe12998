"""What can go wrong in the gateway.

ChannelsError
├── ConfigurationError   the service does not start; the message names what to set
└── SearchUnavailable    no question can be looked up now; the person still gets a sentence and numbers to call
"""

from __future__ import annotations


class ChannelsError(Exception):
    """The gateway could not do this."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class ConfigurationError(ChannelsError):
    """The settings do not fit together."""


class SearchUnavailable(ChannelsError):  # noqa: N818 - says what is wrong
    """There is no index to search: no articles are in service, or no embedding model."""
