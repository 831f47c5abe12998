"""One request at the console: who asks, in which language, and how the answer is rendered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from fastapi import Depends, Request, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from channels.console import csrf, roles, shown
from channels.console.reading import Reading
from channels.console.roles import May
from channels.journal.conversations import Conversations
from channels.journal.desk import Desk
from channels.journal.records import DueLetter
from channels.journal.staff import Account
from channels.media import Media
from channels.office import Office
from channels.render import Wording
from channels.settings import ROOT

if TYPE_CHECKING:
    from channels.console.openid import OpenId
    from channels.console.pages import Declared

HERE = Path(__file__).parent
MODULES = ROOT / "node_modules"
#: Every file that pages load, by its name under `/console/assets`.
ASSETS = {
    "console.css": HERE / "static" / "console.css",
    "reading.css": HERE / "static" / "reading.css",
    "console.js": HERE / "static" / "console.js",
    "htmx.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
    "sse.js": MODULES / "htmx-ext-sse" / "dist" / "sse.min.js",
}
LANGUAGES = ("es", "en")
LANGUAGE_COOKIE = "rumbo_console_lang"
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What the console needs of the gateway; `channels.app` puts it together."""

    desk: Desk
    conversations: Conversations
    wording: Callable[[], Wording]
    #: Queues bubbles that were planned, to be sent.
    send: Callable[[Sequence[DueLetter]], Awaitable[None]]
    #: Deletes everything of a person, here and at the provider.
    erase: Callable[[str], Awaitable[None]]
    #: Behind the pages on what is asked, known and spoken, and the figures.
    reading: Reading
    #: The address of a picture or recording that was sent, for our own pages.
    link_to: Callable[[Media], str]
    #: When people are there; None when nobody said.
    office: Office | None = None
    #: The organisation's own sign-in, if it has one.
    openid: OpenId | None = None
    #: Where browsers reach us; empty is wherever they asked.
    address: str = ""
    #: Whether browsers reach us by https only.
    secure: bool = False
    #: How long a session lasts at most.
    lasts: timedelta = timedelta(hours=12)
    templates: Jinja2Templates = field(default_factory=lambda: Jinja2Templates(directory=HERE / "templates"))
    #: What the menu can hold, in order.
    menu: Sequence[Declared] = ()

    @property
    def zone(self) -> tzinfo:
        return self.office.zone if self.office else UTC

    @property
    def cookie(self) -> str:
        """A `__Host-` cookie cannot be set by a neighbouring site; browsers allow the name with https only."""
        return "__Host-rumbo-console" if self.secure else "rumbo_console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    request: Request
    console: Console
    account: Account
    #: Of the session; forms are marked with it.
    token: str = field(repr=False)

    def may(self, what: May) -> bool:
        return roles.may(self.account.role, what)

    @property
    def tag(self) -> str:
        return language_of(self.request)

    @property
    def live(self) -> bool:
        """Whether htmx asks, for a part of a page."""
        return self.request.headers.get("HX-Request") == "true"

    def say(self, key: str, **params: str) -> str:
        return self.console.wording().phrases.say(key, self.tag, **params)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The journal's answer; it is asked in a thread."""
        return await asyncio.to_thread(question, *args, **kwargs)

    async def record(self, action: str, *, person: str | None = None, about: str | None = None, **more: str) -> None:
        """Note in the log what this visitor looks at or changes; `about` names nobody, a `reason` is sealed."""
        await self.ask(self.console.desk.record, self.account.name, action, person=person, about=about, **more)

    async def part(self, template: str, **context: Any) -> str:
        """The HTML of a part of a page, for news; rendered in a thread."""
        response = await self.ask(self.page, template, **context)
        return bytes(response.body).decode()

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response:
        menu = [each for each in self.console.menu if self.may(each.may)]
        return render(
            self.request,
            self.console,
            template,
            status=status,
            token=self.token,
            context={"visit": self, "menu": menu, **context},
        )


def current(request: Request) -> Visit:
    """The visit that the guard let pass."""
    visit: Visit = request.state.visit
    return visit


Visiting = Annotated[Visit, Depends(current)]


def language_of(request: Request) -> str:
    """The language of the page: asked for in the address, chosen before, the browser's own, Spanish."""
    browser = request.headers.get("accept-language", "")[:2].lower()
    wishes = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), browser)
    return next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])


def render(
    request: Request, console: Console, template: str, *, status: int, token: str, context: Mapping[str, Any]
) -> Response:
    """A page or a part of one; forms in it are marked for the browser with `token` in its cookie."""
    tag, wording = language_of(request), console.wording()

    def say(key: str, **params: object) -> str:
        return wording.phrases.say(key, tag, **{name: str(value) for name, value in params.items()})

    def say_many(one: str, many: str, number: int) -> str:
        return say(one if number == 1 else many, number=number)

    def form_mark() -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, csrf.mark(token))

    response = console.templates.TemplateResponse(
        request,
        template,
        {
            **shown.helpers(say, wording, tag, console.zone),
            "say": say,
            "say_many": say_many,
            "csrf": form_mark,
            "tag": tag,
            "languages": [wording.register.get(each) for each in LANGUAGES],
            "here": here(request),
            "May": May,
            "asset": asset,
            "visit": None,
            **context,
        },
        status_code=status,
    )
    if request.query_params.get("lang") == tag:
        response.set_cookie(
            LANGUAGE_COOKIE,
            tag,
            max_age=31_536_000,
            path="/console",
            samesite="lax",
            httponly=True,
            secure=console.secure,
        )
    return response


def here(request: Request) -> str:
    """The path within the console of the page that is shown."""
    return request.url.path.removeprefix("/console") or "/"


@cache
def asset(name: str) -> str:
    """The address of a style sheet or script; it changes with the file, so that browsers keep what they have."""
    digest = hashlib.sha256(ASSETS[name].read_bytes()).hexdigest()[:12]
    return f"/console/assets/{name}?v={digest}"
