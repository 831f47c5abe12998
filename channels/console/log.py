"""The log: who looked at what and changed what, newest first."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request, Response

from channels.console.pages import Pages
from channels.console.roles import May
from channels.console.visit import Visiting
from channels.journal.audit import Entry

AT_A_TIME = 100

pages = Pages()


@pages.get("/log", may=May.AUDIT, nav="console_nav_log")
async def log(visit: Visiting) -> Response:
    entries = await visit.ask(visit.console.desk.log, before=before(visit.request), limit=AT_A_TIME + 1)
    more = page_after(entries[AT_A_TIME - 1]) if len(entries) > AT_A_TIME else None
    return visit.page("log.html", entries=entries[:AT_A_TIME], more=more)


def page_after(entry: Entry) -> str:
    return f"{entry.at.isoformat()}_{entry.id}"


def before(request: Request) -> tuple[datetime, int] | None:
    """Where the page begins, from its address; the newest when that makes no sense."""
    at, _, id = request.query_params.get("before", "").partition("_")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
        return (moment, int(id)) if moment.tzinfo else None
    except ValueError:
        return None
