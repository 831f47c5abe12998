"""`rumbo chat`: the dialogue in a terminal, as a phone would show it."""

from __future__ import annotations

import asyncio

import typer

from channels.ask import Asking
from channels.media import Media
from channels.message import Channel
from channels.settings import Settings


async def talk(settings: Settings, *, channel: Channel, chosen: str | None) -> None:
    """Read lines until an empty one or the end of input; nothing is stored."""
    asking = Asking.load(settings)
    tracker: bytes | None = None
    last: str | None = None
    country: str | None = None
    while line := await asyncio.to_thread(_read):
        answered = await asking.ask(
            line,
            channel=channel,
            chosen=chosen,
            last=last,
            country=country,
            tracker=tracker,
            first_contact=tracker is None,
        )
        tracker, last = answered.tracker, answered.turn.language
        country = answered.turn.country or country
        chosen = answered.turn.chosen_language or chosen
        for part in answered.parts:
            if part.media:
                typer.secho(f"[{Media.read(part.media).kind}]", fg="yellow")
            typer.secho(part.text, fg="green")
            if channel is Channel.SMS:
                typer.secho(f"[{part.segments} · {part.encoding}]", dim=True)


def _read() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""
