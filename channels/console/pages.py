"""How a page is declared, and what every request to a declared page must pass: a session, a role, a form's mark."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from channels.console import csrf, roles
from channels.console.roles import May
from channels.console.visit import Console, Visit

Answer = TypeVar("Answer", bound=Callable[..., Awaitable[Any]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A page, or what a form does."""

    method: str
    #: Under `/console`.
    path: str
    may: May
    answer: Callable[..., Awaitable[Any]]
    #: The key of its sentence in the menu; None when it is not there.
    nav: str | None = None


class Pages:
    """The pages of one module."""

    def __init__(self) -> None:
        self.declared: list[Declared] = []

    def get(self, path: str, *, may: May, nav: str | None = None) -> Callable[[Answer], Answer]:
        return self._declare("GET", path, may, nav)

    def post(self, path: str, *, may: May) -> Callable[[Answer], Answer]:
        """For what changes something; its form carries `{{ csrf() }}`."""
        return self._declare("POST", path, may, None)

    def _declare(self, method: str, path: str, may: May, nav: str | None) -> Callable[[Answer], Answer]:
        def declare(answer: Answer) -> Answer:
            self.declared.append(Declared(method=method, path=path, may=may, answer=answer, nav=nav))
            return answer

        return declare


class SignInNeededError(Exception):
    """Nobody, or nobody any more, is signed in."""


class RefusedError(Exception):
    """Signed in, and this is not for them; `key` is the sentence that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def router(console: Console, pages: Iterable[Pages]) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    for page in (each for module in pages for each in module.declared):
        routes.add_api_route(
            page.path, page.answer, methods=[page.method], dependencies=[Depends(guard(console, page.may))]
        )
    return routes


def guard(console: Console, what: May) -> Callable[[Request], Awaitable[None]]:
    """What stands before a page. Raises SignInNeededError or RefusedError."""

    async def pass_by(request: Request) -> None:
        token = request.cookies.get(console.cookie, "")
        account = await asyncio.to_thread(console.desk.session, token, console.lasts) if token else None
        if account is None:
            raise SignInNeededError
        request.state.visit = Visit(request=request, console=console, account=account, token=token)
        if request.method not in {"GET", "HEAD"} and not await marked(request, token):
            raise RefusedError("console_form_old")
        if not roles.may(account.role, what):
            raise RefusedError("console_not_for_you")

    return pass_by


async def marked(request: Request, token: str) -> bool:
    """Whether a form that we showed to this browser was sent, and no other site's."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    given = request.headers.get(csrf.HEADER) or (await request.form()).get(csrf.FIELD)
    return isinstance(given, str) and csrf.fits(token, given)


def with_refusals(app: FastAPI) -> None:
    """What is shown instead of a page."""

    @app.exception_handler(SignInNeededError)
    async def sign_in_first(request: Request, _error: Exception) -> Response:
        where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = f"/console/sign-in?next={quote(where if request.method == 'GET' else '/console', safe='')}"
        if request.headers.get("HX-Request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": "/console/sign-in"})
        return RedirectResponse(to, status_code=303)

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: Exception) -> Response:
        visit: Visit = request.state.visit
        return visit.page("said.html", status=403, sentence=visit.say(getattr(error, "key", "")), bad=True)


def nothing_here(visit: Visit) -> Response:
    """For an address that leads nowhere, or no more."""
    return visit.page("said.html", status=404, sentence=visit.say("console_nothing_here"), bad=True)
