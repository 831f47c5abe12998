"""What comes in and what goes out, after the edge has parsed it and before the edge formats it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"


class Kind(StrEnum):
    """What the person sent; everything but TEXT and BUTTON is answered with what we can read."""

    TEXT = "text"
    BUTTON = "button"
    #: A voice note, or another recording.
    VOICE = "voice"
    MEDIA = "media"
    LOCATION = "location"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    #: The provider's id (Twilio: MessageSid); the same id is the same message, however often it comes.
    sid: str
    channel: Channel
    #: E.164, without the `whatsapp:` prefix.
    sender: str
    #: Our own number, E.164, without the prefix.
    recipient: str
    #: What was written, with control characters removed; empty when nothing can be read.
    text: str
    kind: Kind
    #: STOP, START or HELP when the provider has already acted on it (Twilio's OptOutType).
    opt_out: str | None = None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundPart:
    """One bubble as it leaves: `text` is final, folded and fitted to the channel."""

    text: str
    segments: int
    #: GSM-7 or UCS-2 on SMS; UTF-8 on WhatsApp.
    encoding: str
    #: A picture or recording that goes with the text, or without one (`channels.media.Media.written`).
    media: str = field(default="", repr=False)
