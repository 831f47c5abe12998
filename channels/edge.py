"""What every request and every answer passes first and last: how large a body may be, and headers for browsers."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes. A form of ours is a few; Twilio's are limited more closely by `channels.twilio.webhook`, in its own words.
LARGEST_BODY = 1024 * 1024

#: Pages run their own scripts and styles only; nothing of ours is shown inside another site.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


class WithHeaders:
    """Adds HEADERS to what has none of its own; without a task for every request, as Starlette's own base has."""

    def __init__(self, app: ASGIApp, *, https_only: bool = False) -> None:
        self._app = app
        self._headers = HEADERS | (HTTPS_ONLY if https_only else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class WithBodyLimit:
    """Refuses a larger body with 413, as soon as its length is told or read."""

    def __init__(self, app: ASGIApp, *, limit: int = LARGEST_BODY) -> None:
        self._app = app
        self._limit = limit
        self._said = f"The body is larger than {limit} bytes."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        told = Headers(scope=scope).get("Content-Length", "")
        if told.isdecimal() and int(told[:20]) > self._limit:
            # Not only where it is read: a page may not look at the body at all.
            return await PlainTextResponse(self._said, status_code=413)(scope, receive, send)
        read = 0

        async def receive_up_to_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                # Raised where the application reads, so that it becomes an answer there.
                raise HTTPException(413, self._said)
            return message

        return await self._app(scope, receive_up_to_limit, send)
