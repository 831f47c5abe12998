"""The console as an application of its own, mounted under `/console`."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels import edge
from channels.console import (
    articles,
    conversation,
    figures,
    handoffs,
    languages,
    log,
    now,
    openid,
    proposing,
    sign_in,
    taking,
    unanswered,
)
from channels.console.pages import Pages, nothing_here, router, with_refusals
from channels.console.roles import May
from channels.console.visit import ASSETS, Console, Visiting

#: Every module's pages, in the order of the menu.
PAGES = (
    now.pages,
    handoffs.pages,
    conversation.pages,
    taking.pages,
    unanswered.pages,
    proposing.pages,
    articles.pages,
    languages.pages,
    figures.pages,
    log.pages,
    sign_in.pages,
)
BEGINNING = "/console/now"

#: Beside those of every page.
HEADERS = edge.HEADERS | {
    "Cross-Origin-Resource-Policy": "same-origin",
    # What operators read is kept in no cache, not even when the browser goes back after they signed out.
    "Cache-Control": "no-store",
}
FOR_GOOD = "public, max-age=31536000, immutable"


rest = Pages()


@rest.get("/", may=May.WATCH)
async def beginning() -> Response:
    return RedirectResponse(BEGINNING, status_code=303)


@rest.get("/{address:path}", may=May.WATCH)
async def nothing(visit: Visiting) -> Response:
    """Who is not signed in is not even told what exists."""
    return nothing_here(visit)


def create(console: Console) -> FastAPI:
    """The application; `console.menu` is filled here."""
    console = replace(console, menu=[each for module in PAGES for each in module.declared if each.nav])
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(sign_in.router(console))
    if console.openid is not None:
        app.include_router(openid.router(console, console.openid))
    with_refusals(app)

    @app.get("/assets/{name}", include_in_schema=False)
    async def assets(name: str) -> FileResponse:
        if name not in ASSETS:
            raise HTTPException(404)
        return FileResponse(ASSETS[name])

    app.include_router(router(console, (*PAGES, rest)))

    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(WithHeaders, https_only=console.secure)
    return app


class WithHeaders:
    """Plain ASGI, since a stream of news must pass through unbroken."""

    def __init__(self, app: ASGIApp, *, https_only: bool) -> None:
        self._app = app
        self._headers = dict(HEADERS)
        if https_only:
            self._headers |= edge.HTTPS_ONLY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                # Addresses of files name their version; anything else would show an old page with a new script.
                if message["status"] == 200 and scope["path"].startswith("/console/assets/"):
                    headers["Cache-Control"] = FOR_GOOD
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
