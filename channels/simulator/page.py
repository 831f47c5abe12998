"""`/try`: a phone on a page. What is typed goes the whole way of a message, and back, without any provider.

A visitor is a random token in a cookie, in a name space of its own (`sim:…`): no token is ever a phone number,
so no cookie can open a real person's conversation.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from channels.message import Channel, InboundMessage, Kind
from channels.simulator.sender import SIMULATED, SIMULATED_SID
from locales.languages import Register
from locales.phrases import Phrases

HERE = Path(__file__).parent
COOKIE, LANGUAGE_COOKIE = "rumbo_try", "rumbo_try_lang"
PAGE_LANGUAGES = ("es", "en")
#: How long a page waits for the answer before it says that the answer is late, in seconds.
PATIENCE = 20.0
#: WhatsApp's marks around a line, and what they become.
MARKS = {"strong": re.compile(r"^\*(.+)\*$", re.MULTILINE), "em": re.compile(r"^_(.+)_$", re.MULTILINE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    text: str
    mine: bool
    segments: int = 0
    encoding: str = ""
    #: Address and type of the picture or recording; empty: none.
    media: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    token: str
    channel: Channel

    @property
    def sender(self) -> str:
        return f"{SIMULATED}{self.token}"

    @classmethod
    def of(cls, request: Request) -> Visitor:
        """The visitor of the cookie, or a new one when the cookie is missing or not ours."""
        token, _, channel = request.cookies.get(COOKIE, "").partition(".")
        if len(token) == 32 and token.isalnum() and channel in list(Channel):
            return cls(token=token, channel=Channel(channel))
        return cls.new(Channel.SMS)

    @classmethod
    def new(cls, channel: Channel) -> Visitor:
        return cls(token=secrets.token_hex(16), channel=channel)

    def remember(self, response: Response) -> None:
        response.set_cookie(COOKIE, f"{self.token}.{self.channel}", httponly=True, samesite="strict", max_age=86_400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    tag: str
    channel: Channel
    bubbles: Sequence[Bubble]
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What the page needs of the gateway."""

    receive: Callable[[InboundMessage], Awaitable[object]]
    #: Waits until the message with this sid has been answered; False when the seconds are over.
    settled: Callable[[str, float], Awaitable[bool]]
    conversation: Callable[[str], Awaitable[Sequence[Bubble]]]
    phrases: Phrases
    register: Register


def router(gateway: Simulated) -> APIRouter:
    """The pages under `/try`; they work as plain forms, and without a reload where htmx is there."""
    routes = APIRouter(prefix="/try", include_in_schema=False)
    templates = Jinja2Templates(directory=HERE / "templates")

    def render(request: Request, name: str, visitor: Visitor, page: Page) -> Response:
        def say(key: str, **params: str) -> str:
            return gateway.phrases.say(key, page.tag, **params)

        def say_many(one: str, many: str, number: int) -> str:
            return say(one if number == 1 else many, number=str(number))

        languages = [gateway.register.get(tag) for tag in PAGE_LANGUAGES]
        context = {"page": page, "said": said, "say": say, "say_many": say_many, "languages": languages}
        response = templates.TemplateResponse(request, name, context)
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(LANGUAGE_COOKIE, page.tag, samesite="strict", max_age=31_536_000)
        visitor.remember(response)
        return response

    @routes.get("")
    async def show(request: Request) -> Response:
        visitor = Visitor.of(request)
        page = Page(
            tag=page_language(request), channel=visitor.channel, bubbles=await gateway.conversation(visitor.sender)
        )
        return render(request, "try.html", visitor, page)

    @routes.get("/thread")
    async def news(request: Request, shown: int = 0) -> Response:
        """The bubbles, when there are others than were shown: somebody may have answered in person."""
        visitor = Visitor.of(request)
        bubbles = await gateway.conversation(visitor.sender)
        if len(bubbles) == shown:
            return Response(status_code=204)
        page = Page(tag=page_language(request), channel=visitor.channel, bubbles=bubbles)
        return render(request, "thread.html", visitor, page)

    @routes.post("/start")
    async def start(channel: Annotated[Channel, Form()] = Channel.SMS) -> Response:
        response = RedirectResponse("/try", status_code=303)
        Visitor.new(channel).remember(response)
        return response

    @routes.post("/messages")
    async def send(request: Request, text: Annotated[str, Form(max_length=1600)] = "") -> Response:
        visitor, tag = Visitor.of(request), page_language(request)
        message = inbound(visitor, text)
        await gateway.receive(message)
        in_time = await gateway.settled(message.sid, PATIENCE)
        with_script = request.headers.get("HX-Request") == "true"
        if not with_script and in_time:
            response: Response = RedirectResponse("/try#last", status_code=303)
            visitor.remember(response)
            return response
        bubbles = await gateway.conversation(visitor.sender)
        trouble = "" if in_time and bubbles else gateway.phrases.say("try_erased" if in_time else "try_late", tag)
        page = Page(tag=tag, channel=visitor.channel, bubbles=bubbles, trouble=trouble)
        return render(request, "thread.html" if with_script else "try.html", visitor, page)

    return routes


def said(text: str, channel: Channel) -> Markup:
    """A bubble as the phone shows it: WhatsApp turns the marks around a whole line into bold and italic letters."""
    shown = str(escape(text))
    if channel is Channel.WHATSAPP:
        for mark, pattern in MARKS.items():
            shown = pattern.sub(rf"<{mark}>\1</{mark}>", shown)
    return Markup(shown)  # noqa: S704 - escaped above, and the marks are ours


def page_language(request: Request) -> str:
    """The language of the page: asked for in the address, chosen before, the browser's own, Spanish."""
    browser = request.headers.get("accept-language", "")[:2].lower()
    wishes = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), browser)
    return next((wish for wish in wishes if wish in PAGE_LANGUAGES), PAGE_LANGUAGES[0])


def inbound(visitor: Visitor, text: str) -> InboundMessage:
    readable = "".join(character for character in text if character.isprintable() or character == "\n").strip()
    return InboundMessage(
        sid=f"{SIMULATED_SID}{secrets.token_hex(16)}",
        channel=visitor.channel,
        sender=visitor.sender,
        recipient=SIMULATED,
        text=readable,
        kind=Kind.TEXT if readable else Kind.EMPTY,
        received_at=datetime.now(UTC),
    )
