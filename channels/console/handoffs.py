"""Handoffs: who waits for somebody who works here, how long, in which language; when people are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import Response

from channels.console.news import news
from channels.console.pages import Pages
from channels.console.roles import May
from channels.console.visit import Visit, Visiting

pages = Pages()


@pages.get("/handoffs", may=May.WATCH, nav="console_nav_handoffs")
async def handoffs(visit: Visiting) -> Response:
    return visit.page("handoffs.html", **await waiting(visit))


@pages.get("/handoffs/news", may=May.WATCH)
async def handoffs_news(visit: Visiting) -> Response:
    async def parts() -> Mapping[str, str]:
        return {"list": await visit.part("handoffs_list.html", **await waiting(visit))}

    return news(visit, parts)


async def waiting(visit: Visit) -> dict[str, Any]:
    office = visit.console.office
    lines = await visit.ask(visit.console.conversations.waiting)
    return {
        "lines": lines,
        "hours": office.in_words(visit.tag) if office else None,
        "is_open": office.is_open(datetime.now(UTC)) if office else None,
    }
