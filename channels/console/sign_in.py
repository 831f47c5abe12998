"""Signing in and out. Wrong passwords are few a minute, for a name and for an address."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from channels.console import accounts
from channels.console.pages import Pages, marked
from channels.console.roles import May
from channels.console.visit import Console, Visiting, language_of, render
from channels.journal.staff import Account

#: Where a person may be sent after signing in: nowhere but here.
OURS = re.compile(r"/console(?:/[\w\-./]*)?(?:\?[\w\-.=&%+]*)?", re.ASCII)
#: The name is limited too, since behind a proxy everybody has one address.
LIMITS: tuple[tuple[str, RateLimitItem], ...] = (
    ("name", parse("8/5 minutes")),
    ("name", parse("30/day")),
    ("address", parse("60/5 minutes")),
)
Text = Annotated[str, Form(max_length=200)]

pages = Pages()


class Tries:
    """Wrong passwords, counted in this process."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def left(self, name: str, address: str) -> bool:
        return all(self._window.test(item, kind, _which(kind, name, address)) for kind, item in LIMITS)

    def wrong(self, name: str, address: str) -> None:
        for kind, item in LIMITS:
            self._window.hit(item, kind, _which(kind, name, address))


def _which(kind: str, name: str, address: str) -> str:
    return name if kind == "name" else address


def router(console: Console) -> APIRouter:
    """The form; it comes before there is a session, so it is marked with a cookie of its own."""
    routes, tries = APIRouter(include_in_schema=False), Tries()
    before = f"{console.cookie}-form"

    def form(request: Request, where: str, *, key: str = "", name: str = "", status: int = 200) -> Response:
        token = request.cookies.get(before) or secrets.token_urlsafe(24)
        trouble = console.wording().phrases.say(key, language_of(request)) if key else ""
        context = {"trouble": trouble, "name": name, "next": where, "menu": [], "openid": console.openid is not None}
        response = render(request, console, "sign_in.html", status=status, token=token, context=context)
        response.set_cookie(before, token, httponly=True, samesite="strict", secure=console.secure, path="/")
        return response

    @routes.get("/sign-in")
    async def show(request: Request) -> Response:
        return form(request, safe(request.query_params.get("next", "")))

    @routes.post("/sign-in")
    async def enter(request: Request, name: Text = "", password: Text = "", next: Text = "") -> Response:
        where, who = safe(next), accounts.canonical(name)
        address = request.client.host if request.client else ""
        if not await marked(request, request.cookies.get(before, "")):
            return form(request, where, key="console_form_old", name=name, status=403)
        if not tries.left(who, address):
            return form(request, where, key="console_too_many_tries", name=name, status=429)
        account = await asyncio.to_thread(accounts.check, console.desk, name, password)
        if account is None:
            tries.wrong(who, address)
            return form(request, where, key="console_wrong_password", name=name, status=401)
        return await admit(console, account, where)

    return routes


async def admit(console: Console, account: Account, where: str) -> Response:
    """Begin a session; its cookie is new, whatever the browser had before."""
    token = secrets.token_urlsafe(32)
    await asyncio.to_thread(console.desk.begin_session, token, account)
    await asyncio.to_thread(console.desk.record, account.name, "sign_in")
    response = RedirectResponse(where, status_code=303)
    response.set_cookie(
        console.cookie,
        token,
        httponly=True,
        # Not "strict": a link in an alarm by e-mail is to lead to the conversation and not to the form.
        samesite="lax",
        secure=console.secure,
        max_age=int(console.lasts.total_seconds()),
        path="/",
    )
    return response


@pages.post("/sign-out", may=May.WATCH)
async def sign_out(visit: Visiting) -> Response:
    await visit.ask(visit.console.desk.end_session, visit.token)
    await visit.record("sign_out")
    response = RedirectResponse("/console/sign-in", status_code=303)
    response.delete_cookie(visit.console.cookie, path="/", secure=visit.console.secure, httponly=True)
    return response


def safe(where: str) -> str:
    return where if OURS.fullmatch(where) and "//" not in where else "/console"
