"""From bubbles to what a channel carries: SMS folded and cut into segments, WhatsApp with its own marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from channels.message import Channel, OutboundPart
from channels.render import Bubble
from channels.segments import count, fold, split

#: A longer text is sent as several messages, so that each is readable on a small phone.
SMS_SEGMENTS = 3
#: Twilio refuses a WhatsApp body above this many characters.
WHATSAPP_CHARACTERS = 1600
#: The footer is dropped from an SMS when it alone would cost a segment more than this.
SMS_ANSWER_SEGMENTS = 2


def fit(bubbles: Sequence[Bubble], channel: Channel, folds: Mapping[str, str]) -> tuple[OutboundPart, ...]:
    """The messages that leave, in order; `folds` are the language's own replacements for SMS."""
    if channel is Channel.SMS:
        return tuple(part for bubble in bubbles for part in _sms(bubble, folds))
    return tuple(part for bubble in bubbles for part in _whatsapp(bubble))


def _sms(bubble: Bubble, folds: Mapping[str, str]) -> Iterator[OutboundPart]:
    text, footer = fold(bubble.text, folds), fold(bubble.footer, folds)
    whole = f"{text}\n{footer}" if footer else text
    optional = not bubble.heading  # below a first answer the footer carries the date: it always goes
    if footer and optional and count(whole).segments > SMS_ANSWER_SEGMENTS >= count(text).segments:
        whole = text
    for message in split(whole, SMS_SEGMENTS):
        counted = count(message)
        yield OutboundPart(text=message, segments=counted.segments, encoding=counted.encoding)


def _whatsapp(bubble: Bubble) -> Iterator[OutboundPart]:
    heading = f"*{bubble.heading}*\n\n" if bubble.heading else ""
    footer = f"\n\n_{bubble.footer}_" if bubble.footer else ""
    for message in split(f"{heading}{bubble.text}{footer}", WHATSAPP_CHARACTERS, whatsapp=True):
        yield OutboundPart(text=message, segments=1, encoding="UTF-8")
