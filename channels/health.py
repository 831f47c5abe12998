"""`/healthz` (the process), `/readyz` (database, model, articles, each with its reason) and `/metrics`."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from channels import metrics
from channels.content import Content
from channels.journal.journal import Journal

router = APIRouter(include_in_schema=False)


def ready(app: FastAPI, content: Content, journal: Journal) -> None:
    """Hand over what `/readyz` looks at; until then it answers that the service is starting."""
    app.state.content, app.state.journal = content, journal


@router.get("/healthz")
async def healthz() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when every part can do its work, else 503; `articles.problems` names saves that are held back."""
    content: Content | None = getattr(request.app.state, "content", None)
    journal: Journal | None = getattr(request.app.state, "journal", None)
    if content is None or journal is None:
        return JSONResponse({"ready": False, "reason": "starting"}, status_code=503)
    database = await asyncio.to_thread(journal.answers)
    library = content.live.current
    checks: dict[str, dict[str, object]] = {
        "database": {"ok": database},
        "model": {"ok": True},
        "articles": {
            "ok": len(library.articles) > 0,
            "version": library.version,
            "in_service": len(library.articles),
            "problems": [f"{each.file}: {each.message}" for each in content.live.problems],
        },
    }
    is_ready = all(check["ok"] for check in checks.values())
    return JSONResponse({"ready": is_ready, **checks}, status_code=200 if is_ready else 503)


@router.get("/metrics")
async def show_metrics(request: Request) -> Response:
    content: Content | None = getattr(request.app.state, "content", None)
    if content is not None:
        metrics.ARTICLES.set(len(content.live.current.articles))
        metrics.PROBLEMS.set(len(content.live.problems))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
