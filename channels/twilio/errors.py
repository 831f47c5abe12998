"""What can be wrong with a request that claims to come from Twilio.

    TwilioRequestError
    ├── UnreadableRequest    not a form, or too large            400
    ├── MalformedMessage     a signed form that makes no sense   400
    └── IgnoredMessage       sensible, but nothing for us to do  200

Each message is one sentence, holds no number and no text of a person, and is what the caller is told.
"""

# ruff: noqa: N818
# The names say what happened; that they are errors, the base class says.

from __future__ import annotations

from channels.errors import ChannelsError


class TwilioRequestError(ChannelsError):
    """The request cannot be used."""


class UnreadableRequest(TwilioRequestError):
    """The request is not a form that Twilio would send."""


class MalformedMessage(TwilioRequestError):
    """The form lacks something that every message has."""


class IgnoredMessage(TwilioRequestError):
    """The message is nothing that this service acts on."""
