"""What Twilio calls: messages that come in, and what became of those that went out.

Who answers what:

    403  no signature, or not Twilio's. Nothing is stored, and the answer says no more.
    400  signed by nobody or by Twilio, but no form, too large, or lacking what every message has. The
         body is the reason in one sentence. Twilio notes it in its own error log and does not try again.
    200  an empty TwiML document: the message is stored and queued, or was so before (Twilio may send the
         same one twice), or there is nothing to do, which the header X-Rumbo-Ignored then explains.
    503  our own fault: the message could not be stored in time. Twilio then calls the fallback address of
         the number, which may be this same one; what that misses too, `channels.catch_up` fetches later.

The 200 is sent after the message is durably stored and before anything is done about it: Twilio gives up
after 15 seconds, and an answer may take longer than that. All answers go out as messages of their own.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException

from channels import metrics
from channels.logs import traced
from channels.message import InboundMessage
from channels.sending import StatusUpdate
from channels.twilio import parse
from channels.twilio.errors import IgnoredMessage, TwilioRequestError, UnreadableRequest
from channels.twilio.form import Form
from channels.twilio.verify import SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER, Verifier

log = structlog.get_logger()

#: Bytes of a body. The longest WhatsApp text is 4,096 characters, at most 12 bytes each in a form.
LARGEST_BODY = 128 * 1024

#: Twilio gives up after 15 seconds, and may then call the fallback address.
PATIENCE = 10.0

FORM_TYPE = "application/x-www-form-urlencoded"
IGNORED_HEADER = "X-Rumbo-Ignored"
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDeps:
    """What the two addresses need from the rest of the gateway."""

    verifier: Verifier
    #: Our account; a form for another one is malformed.
    account_sid: str
    #: Stores the message durably and queues it, both before it returns; the same sid again does nothing.
    receive: Callable[[InboundMessage], Awaitable[object]]
    #: Stores a delivery report, also for a message that we do not know.
    record_status: Callable[[StatusUpdate], Awaitable[object]]
    #: The present time, aware.
    now: Callable[[], datetime]
    #: Seconds that storing may take.
    patience: float = PATIENCE


class _SignatureError(Exception):
    """The signature is missing or wrong."""


def router(deps: WebhookDeps) -> APIRouter:
    """The two addresses, to be included in the application."""
    routes = APIRouter(tags=["twilio"])

    @routes.post("/webhooks/twilio")
    async def message(request: Request) -> Response:
        async def act(form: Form) -> None:
            message = parse.inbound(form, deps.now(), account_sid=deps.account_sid)
            with traced(message.sid):
                log.info("received", channel=message.channel.value, kind=message.kind.value)
                await deps.receive(message)

        with metrics.STEP.labels(step="receive").time():
            return counted("message", await _answer(request, deps, act))

    @routes.post("/webhooks/twilio/status")
    async def status(request: Request) -> Response:
        async def act(form: Form) -> None:
            await deps.record_status(parse.status(form, account_sid=deps.account_sid))

        return counted("status", await _answer(request, deps, act))

    return routes


def counted(kind: str, response: Response) -> Response:
    metrics.WEBHOOKS.labels(kind=kind, answer=str(response.status_code)).inc()
    return response


async def _answer(request: Request, deps: WebhookDeps, act: Callable[[Form], Awaitable[None]]) -> Response:
    """Verify, act, and turn what happened into the answers of this module's docstring."""
    try:
        form = await _verified_form(request, deps.verifier)
        async with asyncio.timeout(deps.patience):
            await act(form)
    except _SignatureError:
        log.warning("webhook_refused", path=request.url.path)
        return PlainTextResponse("Forbidden", status_code=403)
    except IgnoredMessage as reason:
        log.info("webhook_ignored", reason=str(reason))
        return _twiml({IGNORED_HEADER: str(reason)})
    except TwilioRequestError as reason:
        log.warning("webhook_malformed", reason=str(reason))
        return PlainTextResponse(str(reason), status_code=400)
    except Exception as error:
        # Only where it happened: a database's sentence quotes what it could not store, and so do local variables.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("webhook_not_stored", path=request.url.path, error=type(error).__qualname__, where=where)
        return PlainTextResponse("This could not be stored; please send it again.", status_code=503)
    return _twiml()


async def _verified_form(request: Request, verifier: Verifier) -> Form:
    """The signed form. Raises _SignatureError or UnreadableRequest."""
    signature = request.headers.get(SIGNATURE_HEADER, "")
    if not signature:
        raise _SignatureError
    _check_content_type(request.headers.get("Content-Type", ""))
    form = Form.parse(await _body(request))
    path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
    genuine = verifier.is_genuine(
        path=path,
        query=request.scope["query_string"].decode("latin-1"),
        form=form,
        signature=signature,
        settings=request.headers.get(SIGNATURE_SETTINGS_HEADER, ""),
    )
    if not genuine:
        raise _SignatureError
    return form


def _check_content_type(header: str) -> None:
    """Twilio sends forms in UTF-8, whether it says so or not."""
    kind, _, parameters = header.partition(";")
    if kind.strip().lower() != FORM_TYPE:
        raise UnreadableRequest(f"The content type is not {FORM_TYPE}.")
    name, _, charset = parameters.strip().partition("=")
    if name.strip().lower() == "charset" and charset.strip(' "').lower() not in {"utf-8", "utf8"}:
        raise UnreadableRequest("The form is not in UTF-8.")


async def _body(request: Request) -> bytes:
    """The whole body, read no further than the limit."""
    chunks, too_large = bytearray(), UnreadableRequest(f"The form is larger than {LARGEST_BODY} bytes.")
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > LARGEST_BODY:
                raise too_large
    except HTTPException:  # `channels.edge`, which sees from its head alone that it is too large
        raise too_large from None
    return bytes(chunks)


def _twiml(headers: dict[str, str] | None = None) -> Response:
    return Response(EMPTY_TWIML, media_type="text/xml", headers=headers)
