"""`/healthz` (the process), `/readyz` (database, model, articles, each with its reason) and `/metrics`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from channels import metrics
from channels.content import Content
from channels.journal.journal import Journal

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What `/readyz` looks at."""

    journal: Journal
    content: Content
    #: Why there is no dialogue; empty when there is one.
    dialogue: str

    def checks(self) -> dict[str, dict[str, object]]:
        library, trouble = self.content.live.current, self.content.trouble
        return {
            "database": {"ok": self.journal.answers()},
            "dialogue": {"ok": not self.dialogue, "reason": self.dialogue},
            "model": {"ok": not trouble, "reason": trouble},
            "articles": {
                "ok": len(library.articles) > 0,
                "version": library.version,
                "in_service": len(library.articles),
                "problems": [f"{each.file}: {each.message}" for each in self.content.live.problems],
            },
        }


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
    """200 when every part can do its work, else 503; `articles.problems` names saves that are held back."""
    parts = parts_of(request)
    if parts is None:
        return JSONResponse({"ready": False, "reason": "starting"}, status_code=503)
    checks = await asyncio.to_thread(parts.checks)
    is_ready = all(check["ok"] for check in checks.values())
    return JSONResponse({"ready": is_ready, **checks}, status_code=200 if is_ready else 503)


@router.get("/metrics")
async def show_metrics(request: Request) -> Response:
    parts = parts_of(request)
    if parts is not None:
        metrics.ARTICLES.set(len(parts.content.live.current.articles))
        metrics.PROBLEMS.set(len(parts.content.live.problems))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
