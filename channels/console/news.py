"""Server-sent events: a part of a page is sent again whenever it has become another."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from sse_starlette import EventSourceResponse, ServerSentEvent

from channels.console.visit import Visit

#: Seconds between two looks; a message is on the page within two seconds.
EVERY = 1.0
#: Looks between two questions whether the session still counts.
SESSION_EVERY = 30
#: In an address: send what there is and end.
ONCE = "once"
#: A mark in a form and the seal of a link are others each time, which is no news.
MARKS = re.compile(r'name="csrf" value="[0-9a-f]+"|"/media/[\w=-]+"')

Parts = Callable[[], Awaitable[Mapping[str, str] | None]]


def news(visit: Visit, parts: Parts) -> EventSourceResponse:
    """`parts` gives the HTML of each event by its name, as it is now; None ends the news."""
    return EventSourceResponse(changes(visit, parts), ping=20, headers={"Cache-Control": "no-store"})


async def changes(visit: Visit, parts: Parts) -> AsyncIterator[ServerSentEvent]:
    sent: dict[str, str] = {}
    looks = 0
    while True:
        looks += 1
        if looks % SESSION_EVERY == 0 and not await still_signed_in(visit):
            return
        now = await parts()
        if now is None:
            return
        for name, html in now.items():
            plain = MARKS.sub("", html)
            if sent.get(name) != plain:
                sent[name] = plain
                yield ServerSentEvent(data=html, event=name)
        if ONCE in visit.request.query_params:
            return
        await asyncio.sleep(EVERY)


async def still_signed_in(visit: Visit) -> bool:
    """Asked without being noted: a page that is merely open does not keep a session alive."""
    return await visit.ask(visit.console.desk.counts, visit.token, visit.console.lasts)
