"""From bubbles to what a channel carries: SMS folded and counted in segments, WhatsApp with its own marks.

A turn leaves as one message wherever it fits: parts of one SMS stay in order on their way, two messages need not,
and a provider that accepts one message has accepted the whole answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from channels.message import Channel, OutboundPart
from channels.render import Bubble
from channels.segments import count, fold, split

#: An SMS longer than this is sent as several: welcome and first answer together take four segments.
SMS_SEGMENTS = 4
#: Twilio refuses a WhatsApp body above this many characters.
WHATSAPP_CHARACTERS = 1600
#: A footer that may be missing is dropped when it alone would push an SMS above this many segments.
SMS_ANSWER_SEGMENTS = 2


def fit(bubbles: Sequence[Bubble], channel: Channel, folds: Mapping[str, str]) -> tuple[OutboundPart, ...]:
    """The messages that leave, in order; `folds` are the language's own replacements for SMS."""
    if channel is Channel.SMS:
        told = (bubble for bubble in bubbles if bubble.text and not bubble.free_only)
        text = "\n\n".join(_as_sms(bubble, folds) for bubble in told)
        return tuple(_sms(message) for message in split(text, SMS_SEGMENTS) if text)
    return tuple(part for run in _runs(bubbles) for part in _whatsapp(run))


def _runs(bubbles: Sequence[Bubble]) -> Iterator[Sequence[Bubble]]:
    """What leaves together: a picture or a recording is a message of its own."""
    run: list[Bubble] = []
    for bubble in bubbles:
        if bubble.media is None:
            run.append(bubble)
            continue
        yield from ([run] if run else [])
        yield [bubble]
        run = []
    yield from ([run] if run else [])


def _whatsapp(run: Sequence[Bubble]) -> Iterator[OutboundPart]:
    text = "\n\n".join(_as_whatsapp(bubble) for bubble in run)
    if (media := run[0].media) is not None:
        yield OutboundPart(text=text, segments=1, encoding="UTF-8", media=media.written())
    elif text:
        for message in split(text, WHATSAPP_CHARACTERS, whatsapp=True):
            yield OutboundPart(text=message, segments=1, encoding="UTF-8")


def _as_sms(bubble: Bubble, folds: Mapping[str, str]) -> str:
    text, footer = fold(bubble.text, folds), fold(bubble.footer, folds)
    whole = f"{text}\n{footer}" if footer else text
    optional = not bubble.heading  # below a first answer the footer carries the date: it always goes
    if footer and optional and count(whole).segments > SMS_ANSWER_SEGMENTS >= count(text).segments:
        return text
    return whole


def _sms(message: str) -> OutboundPart:
    counted = count(message)
    return OutboundPart(text=message, segments=counted.segments, encoding=counted.encoding)


def _as_whatsapp(bubble: Bubble) -> str:
    heading = f"*{bubble.heading}*\n\n" if bubble.heading else ""
    footer = f"\n\n_{bubble.footer}_" if bubble.footer else ""
    return f"{heading}{bubble.text}{footer}"
