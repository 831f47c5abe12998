"""One conversation: what was said and how it came about, notes, verdicts, the number, erasing the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from channels.console.answering import LONGEST, state_of
from channels.console.news import news
from channels.console.pages import Pages, nothing_here
from channels.console.roles import May
from channels.console.visit import Visit, Visiting
from channels.journal.talk import Talk
from channels.media import Media

#: A reason of fewer letters says nothing.
SHORTEST_REASON = 5

pages = Pages()

Text = Annotated[str, Form(max_length=LONGEST)]
Short = Annotated[str, Form(max_length=200)]


@pages.get("/c/{person}", may=May.WATCH)
async def conversation(visit: Visiting, person: str) -> Response:
    return await show(visit, person)


@pages.get("/c/{person}/news", may=May.WATCH)
async def conversation_news(visit: Visiting, person: str) -> Response:
    async def parts() -> Mapping[str, str] | None:
        talk = await visit.ask(visit.console.conversations.talk, person)
        if talk is None:
            return None
        context = seen(visit, talk)
        return {
            "said": await visit.part("conversation_said.html", **context),
            "state": await visit.part("conversation_state.html", **context),
        }

    return news(visit, parts)


@pages.post("/c/{person}/note", may=May.HELP)
async def note(visit: Visiting, person: str, text: Text = "") -> Response:
    if text.strip() and not await visit.ask(visit.console.conversations.note, person, visit.account.name, text.strip()):
        return nothing_here(visit)
    await visit.record("note", person=person)
    return back_to(person, "notes")


@pages.post("/c/{person}/label", may=May.TEACH)
async def label(visit: Visiting, person: str, sid: Short = "", article: Short = "") -> Response:
    known = article if article in visit.console.wording().library.articles else None
    if not await visit.ask(visit.console.conversations.label, person, sid, visit.account.name, known):
        return nothing_here(visit)
    await visit.record("label", person=person, about=known)
    return back_to(person)


@pages.post("/c/{person}/wrong", may=May.HELP)
async def call_wrong(visit: Visiting, person: str, sid: Short = "", wrong: Short = "") -> Response:
    judge, name = visit.console.conversations.call_wrong, visit.account.name
    if not await visit.ask(judge, person, sid, name, wrong=wrong == "yes"):
        return nothing_here(visit)
    await visit.record("wrong" if wrong == "yes" else "not_wrong", person=person)
    return back_to(person)


@pages.post("/c/{person}/reveal", may=May.REVEAL)
async def reveal(visit: Visiting, person: str, reason: Short = "") -> Response:
    """The number, on this one page; the log has who asked and why before it is shown."""
    if len(reason.strip()) < SHORTEST_REASON:
        return await show(visit, person, status=400, trouble=visit.say("console_reason_needed"))
    if await visit.ask(visit.console.conversations.head, person) is None:
        return nothing_here(visit)
    await visit.record("reveal", person=person, reason=reason.strip())
    return await show(visit, person, number=await visit.ask(visit.console.conversations.number, person))


@pages.post("/c/{person}/erase", may=May.ERASE)
async def erase(visit: Visiting, person: str, reason: Short = "", sure: Short = "") -> Response:
    if sure != "yes" or len(reason.strip()) < SHORTEST_REASON:
        return await show(visit, person, status=400, trouble=visit.say("console_erase_unsure"))
    if await visit.ask(visit.console.conversations.head, person) is None:
        return nothing_here(visit)
    await visit.record("erase", person=person, reason=reason.strip())
    await visit.console.erase(person)
    return visit.page("said.html", sentence=visit.say("console_erased"), bad=False)


async def show(visit: Visit, person: str, *, status: int = 200, **more: Any) -> Response:
    """The whole page; that it was looked at goes into the log."""
    talk: Talk | None = await visit.ask(visit.console.conversations.talk, person)
    if talk is None:
        return nothing_here(visit)
    await visit.record("look", person=person)
    library = visit.console.wording().library
    context = {
        **seen(visit, talk),
        "articles": sorted(library.articles),
        "draft": "",
        "counted": None,
        "trouble": "",
        "number": None,
        **more,
    }
    return visit.page("conversation.html", status=status, **context)


def seen(visit: Visit, talk: Talk) -> dict[str, Any]:
    """What stands on the page and in its news."""
    sent = {each.media: Media.read(each.media) for each in talk.said if each.media}
    links = {written: visit.console.link_to(media) for written, media in sent.items()}
    return {"talk": talk, "state": state_of(visit, talk), "sent": sent, "links": links}


def back_to(person: str, where: str = "last") -> Response:
    return RedirectResponse(f"/console/c/{person}#{where}", status_code=303)
