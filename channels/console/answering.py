"""Answering in the service's place: taking over, writing, handing back; the service falls silent and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from channels.console.visit import Console, Visit
from channels.fit import fit
from channels.journal.takeover import Notice
from channels.journal.talk import Talk
from channels.message import Channel, OutboundPart
from channels.render import Bubble
from channels.sending import WINDOW, window_open
from locales.choose import DEFAULT

#: Characters that a reply may have: about four segments of SMS, one message on WhatsApp.
LONGEST = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What can be done in a conversation now, for the one who looks at it."""

    #: Whether whoever looks has it.
    mine: bool
    #: Until when WhatsApp lets us write; None on SMS.
    window_ends: datetime | None
    window_open: bool

    def can_write(self, talk: Talk) -> bool:
        return self.mine and self.window_open and not talk.stopped


def state_of(visit: Visit, talk: Talk) -> State:
    now, last = datetime.now(UTC), talk.last_inbound.get(talk.channel)
    on_whatsapp = talk.channel is Channel.WHATSAPP
    return State(
        mine=talk.taken_by == visit.account.name,
        window_ends=last + WINDOW if on_whatsapp and last else None,
        window_open=not on_whatsapp or window_open(last, now),
    )


def as_sent(console: Console, talk: Talk, text: str) -> tuple[OutboundPart, ...]:
    """What somebody typed, as it leaves."""
    register = console.wording().register
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return fit((Bubble(text=text),), talk.channel, register.get(talk.language or DEFAULT).fold) if text else ()


def notice(console: Console, talk: Talk, key: str, *, now: datetime) -> Notice:
    """The sentence of this key for the person; no parts where WhatsApp lets nothing through."""
    parts: Sequence[OutboundPart] = ()
    if talk.channel is not Channel.WHATSAPP or window_open(talk.last_inbound.get(talk.channel), now):
        parts = as_sent(console, talk, console.wording().phrases.say(key, talk.language or DEFAULT))
    return Notice(channel=talk.channel, parts=parts)
