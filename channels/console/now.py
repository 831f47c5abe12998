"""Now: conversations as they come, those in danger on top until somebody takes them; filters, search, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Form, Request, Response

from bot.replies import Decision
from channels.console.news import news
from channels.console.pages import Pages
from channels.console.roles import May
from channels.console.visit import Visit, Visiting
from channels.journal.listing import STATES, Cursor, Filters, Line
from channels.message import Channel

AT_A_TIME = 50
#: What a list of decisions offers; commands are no decision about a question.
DECISIONS = tuple(each.value for each in Decision if each is not Decision.COMMAND)
FIELDS = ("language", "channel", "decision", "article", "state")

pages = Pages()


def filters_of(request: Request) -> Filters:
    """From the address; a value that makes no sense finds nothing, which the page says."""
    asked = {name: request.query_params.get(name, "")[:80] for name in FIELDS}
    return replace(Filters(**asked), who=request.state.visit.account.name)


Filtering = Annotated[Filters, Depends(filters_of)]


@pages.get("/now", may=May.WATCH, nav="console_nav_now")
async def now(visit: Visiting, filters: Filtering) -> Response:
    before = cursor_of(visit.request.query_params.get("before", ""))
    lists = await listed(visit, filters, before)
    return visit.page("now.html", **lists, **frame(visit, filters), first=before is None)


@pages.get("/now/news", may=May.WATCH)
async def now_news(visit: Visiting, filters: Filtering) -> Response:
    async def parts() -> Mapping[str, str]:
        lists = await listed(visit, filters, None)
        return {"list": await visit.part("now_list.html", **lists, **frame(visit, filters))}

    return news(visit, parts)


@pages.post("/search", may=May.WATCH)
async def search(
    visit: Visiting,
    filters: Filtering,
    words: Annotated[str, Form(max_length=200)] = "",
    before: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """By form and not by address: what one looks for can be about a person, and addresses are kept everywhere."""
    start = datetime.fromisoformat(before) if is_moment(before) else None
    found = await visit.ask(visit.console.conversations.search, words, filters, start)
    await visit.record("searched")
    more = found.more_before.isoformat() if found.more_before else None
    return visit.page("search.html", lines=found.lines, words=words, more=more, **frame(visit, filters))


async def listed(visit: Visit, filters: Filters, before: Cursor | None) -> dict[str, Any]:
    conversations = visit.console.conversations
    urgent: tuple[Line, ...] = ()
    if before is None:
        urgent = await visit.ask(conversations.urgent, filters)
    lines = await visit.ask(conversations.newest, filters, before, AT_A_TIME + 1)
    more = address(filters, before=cursor(lines[AT_A_TIME - 1])) if len(lines) > AT_A_TIME else None
    return {"urgent": urgent, "lines": lines[:AT_A_TIME], "more": more}


def frame(visit: Visit, filters: Filters) -> dict[str, Any]:
    """What the filters offer."""
    library, register = visit.console.wording().library, visit.console.wording().register
    return {
        "filters": filters,
        "address": address(filters),
        "filtered": bool(address(filters)),
        "tongues": [(each.tag, each.name) for each in register.languages],
        "channels": [(each.value, visit.say(f"console_channel_{each.value}")) for each in Channel],
        "decisions": [(each, visit.say(f"console_decision_{each}")) for each in DECISIONS],
        "states": [(each, visit.say(f"console_state_{each}")) for each in STATES],
        "articles": sorted(library.articles),
    }


def address(filters: Filters, **more: str) -> str:
    """What stands behind the question mark."""
    chosen = {name: getattr(filters, name) for name in FIELDS}
    return urlencode({name: value for name, value in {**chosen, **more}.items() if value})


def cursor(line: Line) -> str:
    return f"{line.last_seen.isoformat()}_{line.person}"


def cursor_of(written: str) -> Cursor | None:
    at, _, person = written.replace(" ", "+").partition("_")
    return (datetime.fromisoformat(at), person) if is_moment(at) and person.isalnum() else None


def is_moment(written: str) -> bool:
    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False
