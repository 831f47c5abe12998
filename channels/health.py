"""`/healthz` (the process), `/readyz` (database, model, articles, Twilio, each with its reason) and `/metrics`.

A balancer should look at `/healthz`: a service that lacks its model or its articles still tells people whom to call.
"""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from channels import metrics
from channels.alarms import Alarms
from channels.content import Content
from channels.journal.journal import Journal

log = structlog.get_logger()

#: Seconds between two looks.
EVERY = 15

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What `/readyz` looks at."""

    journal: Journal
    content: Content
    #: Why there is no dialogue; empty when there is one.
    dialogue: str
    alarms: Alarms

    def checks(self) -> dict[str, dict[str, object]]:
        library, trouble = self.content.live.current, self.content.trouble
        return {
            "database": reasoned("" if self.journal.answers() else "The database does not answer."),
            "dialogue": reasoned(self.dialogue),
            "model": reasoned(trouble),
            "articles": {
                **reasoned("" if library.articles else "No article can be read in KNOWLEDGE_DIR."),
                "version": library.version,
                "in_service": len(library.articles),
                "problems": [f"{each.file}: {each.message}" for each in self.content.live.problems],
            },
        }

    def look(self) -> None:
        """Ring for every part that cannot do its work, and stop ringing for those that can again."""
        for name, check in self.checks().items():
            if check["ok"]:
                self.alarms.clear(name)
            else:
                self.alarms.ring(name, str(check["reason"]))


async def watch(parts: Parts, stop: asyncio.Event) -> None:
    """Look at every part regularly until `stop`."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(parts.look)
        except Exception:
            log.exception("not_looked_at")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


def reasoned(trouble: str) -> dict[str, object]:
    return {"ok": not trouble, "reason": trouble}


def ready(app: FastAPI, parts: Parts) -> None:
    """Hand over what there is to look at; until then `/readyz` answers that the service is starting."""
    app.state.parts = parts


def parts_of(request: Request) -> Parts | None:
    parts: Parts | None = getattr(request.app.state, "parts", None)
    return parts


@router.get("/healthz")
async def healthz() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when every part can do its work, else 503; `articles.problems` names saves that are held back.

    `alarms` are other things that an operator must put right, as when Twilio refuses us; this process is ready then.
    """
    parts = parts_of(request)
    if parts is None:
        return JSONResponse({"ready": False, "reason": "starting"}, status_code=503)
    checks = await asyncio.to_thread(parts.checks)
    is_ready = all(check["ok"] for check in checks.values())
    others = {name: reason for name, reason in parts.alarms.standing.items() if name not in checks}
    return JSONResponse({"ready": is_ready, **checks, "alarms": others}, status_code=200 if is_ready else 503)


@router.get("/metrics")
async def show_metrics(request: Request) -> Response:
    token: str | None = getattr(request.app.state, "metrics_token", None)
    if token and not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return Response("A token is needed: METRICS_TOKEN.", status_code=401, headers={"WWW-Authenticate": "Bearer"})
    parts = parts_of(request)
    if parts is not None:
        metrics.ARTICLES.set(len(parts.content.live.current.articles))
        metrics.PROBLEMS.set(len(parts.content.live.problems))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
