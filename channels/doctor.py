"""`rumbo doctor`: everything that the service needs, looked at in turn; each finding says what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from channels.app import HTMX
from channels.doors import open_journal
from channels.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    what: str
    ok: bool
    detail: str


def findings() -> list[Finding]:
    """Never raises: what cannot be looked at is a finding."""
    return [_looked(what, look) for what, look in _looks()]


def _looked(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, ok=True, detail=look())
    except Exception as error:
        return Finding(what=what, ok=False, detail=str(error) or type(error).__name__)


def _looks() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "python", lambda: sys.version.split()[0]
    yield "settings", lambda: "Twilio and simulator" if Settings.load().has_twilio else "simulator only"
    yield "database", _database
    yield "articles", _articles
    yield "embedding model", _embedding
    yield "dialogue model", _dialogue
    yield "browser scripts", _scripts


def _database() -> str:
    settings = Settings.load()
    open_journal(settings)
    return settings.database_url.split("@")[-1]


def _articles() -> str:
    from knowledge.library import load_usable  # noqa: PLC0415

    loaded = load_usable(Settings.load().knowledge_dir)
    if loaded.problems:
        first = loaded.problems[0]
        raise LookupError(
            f"{len(loaded.problems)} problems, first {first.file}: {first.message} (rumbo knowledge check)"
        )
    return f"{len(loaded.articles)} in service"


def _embedding() -> str:
    folder = Path(Settings.load().embedding_model)
    if not folder.is_dir():
        raise LookupError(f"{folder.name} is not built; run: make setup")
    return folder.name


def _dialogue() -> str:
    from bot.train import MODELS, content_hash  # noqa: PLC0415

    model = MODELS / f"{content_hash()}.tar.gz"
    if not model.is_file():
        raise LookupError("not trained for the present files; run: rumbo train")
    return model.name


def _scripts() -> str:
    if not HTMX.is_file():
        raise LookupError("htmx is not installed; run: make setup")
    return "htmx"
