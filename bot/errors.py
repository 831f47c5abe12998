"""What can go wrong in the dialogue.

BotError
├── LibraryIsMissingError   something of TensorFlow or of an unused chat SDK was really called
├── TurnError               a turn could not be finished; nothing of it may be sent or stored
├── TrackerError            stored conversation state cannot be read
└── NotConnectedError       an action needs the search and nobody gave it one
"""

from __future__ import annotations


class BotError(Exception):
    """The dialogue cannot go on."""


class LibraryIsMissingError(BotError):
    """A library that Rumbo does not install was called."""


class TurnError(BotError):
    """A turn could not be finished."""


class TrackerError(BotError):
    """Stored conversation state cannot be read."""


class NotConnectedError(BotError):
    """No search is connected to the actions."""
