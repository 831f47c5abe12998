"""`rumbo doctor`: everything that the service needs, looked at in turn; each finding says what to do."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from channels.app import HTMX, twilio_account
from channels.console import accounts
from channels.doors import data_key, open_doors, open_journal
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, split
from channels.journal.keys import is_under_newest
from channels.settings import ROOT, VAR, Settings
from channels.twilio import checkup
from channels.twilio.send import TwilioAccount

#: Bytes: the database grows, and a full disk loses messages.
LEAST_FREE = 2_000_000_000
#: What the hourly deletion may be late.
OVERDUE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    what: str
    ok: bool
    detail: str


class Trouble(Exception):  # noqa: N818 - says what is wrong
    """A finding that is not well; its sentence has the remedy."""


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
    yield "settings", _settings
    yield "keys", _keys
    yield "database", _database
    yield "retention", _retention
    yield "articles", _articles
    yield "embedding model", _embedding
    yield "dialogue model", _dialogue
    yield "browser scripts", _scripts
    yield "disk", _disk
    yield "permissions", _permissions
    yield "demo account", _demo_account
    yield "Twilio", lambda: _at_twilio(checkup.account_works)
    yield "clock", lambda: _at_twilio(lambda account: checkup.clock_is_right(account, datetime.now(UTC)))
    yield "webhook", lambda: _at_twilio(checkup.webhook_is_ours)


def _settings() -> str:
    settings = Settings.load()
    if not settings.has_twilio:
        return "simulator only"
    return "Twilio, and the simulator for everybody (SIMULATOR=true)" if settings.simulator else "Twilio"


def _keys() -> str:
    settings = Settings.load()
    keys = len(split(data_key(settings)))
    if not is_under_newest(connect(settings.database_url), Crypto(data_key(settings))):
        raise Trouble(f"{keys} keys, and not everything is under the first: run `rumbo keys rotate`")
    return "one key" if keys == 1 else f"{keys} keys; the older ones can go from DATA_KEY"


def _database() -> str:
    settings = Settings.load()
    open_journal(settings)
    return settings.database_url.split("@")[-1]


def _retention() -> str:
    settings = Settings.load()
    oldest = open_journal(settings).oldest()
    kept = timedelta(days=settings.retention_days)
    if oldest is not None and datetime.now(UTC) - oldest > kept + OVERDUE:
        raise Trouble(f"messages of {oldest:%Y-%m-%d} are still here: start the service, or run `rumbo purge`")
    return f"{settings.retention_days} days"


def _articles() -> str:
    from knowledge.library import load_usable  # noqa: PLC0415

    loaded = load_usable(Settings.load().knowledge_dir)
    if loaded.problems:
        first = loaded.problems[0]
        raise Trouble(f"{len(loaded.problems)} problems, first {first.file}: {first.message} (rumbo knowledge check)")
    return f"{len(loaded.articles)} in service"


def _embedding() -> str:
    folder = Path(Settings.load().embedding_model)
    if not folder.is_dir():
        raise Trouble(f"{folder.name} is not built; run: make setup")
    return folder.name


def _dialogue() -> str:
    from bot.train import MODELS, content_hash  # noqa: PLC0415

    model = MODELS / f"{content_hash()}.tar.gz"
    if not model.is_file():
        raise Trouble("not trained for the present files; run: rumbo train")
    return model.name


def _scripts() -> str:
    if not HTMX.is_file():
        raise Trouble("htmx is not installed; run: make setup")
    return "htmx"


def _disk() -> str:
    file = _database_file()
    free = shutil.disk_usage(VAR if file is None else file.parent).free
    if free < LEAST_FREE:
        raise Trouble(f"{free / 1e9:.1f} GB free: make room, a full disk loses messages")
    return f"{free / 1e9:.0f} GB free"


def _permissions() -> str:
    """What holds secrets or people's data is for this user alone."""
    files = (ROOT / ".env", VAR / "data.key", _database_file())
    there = [file for file in files if file is not None and file.exists()]
    for file in there:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Trouble(f"others on this machine may read {file.name}: chmod 600 {file}")
        if not os.access(file, os.R_OK):
            raise Trouble(f"{file.name} cannot be read by this user: chown it to whom the service runs as")
    return ", ".join(file.name for file in there) or "nothing to protect here"


def _demo_account() -> str:
    """It may do everything, and its password was shown on a screen to whoever tried the simulator."""
    settings = Settings.load()
    demo = open_doors(settings).desk.account(accounts.DEMO)
    if demo is None or demo.disabled:
        return "none"
    if settings.has_twilio:
        raise Trouble(
            f"{accounts.DEMO} can still sign in, with real people to see: rumbo console disable {accounts.DEMO}"
        )
    return "there, for the simulator"


def _database_file() -> Path | None:
    url = make_url(Settings.load().database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _at_twilio(look: Callable[[TwilioAccount], str]) -> str:
    account = twilio_account(Settings.load())
    return "not configured" if account is None else look(account)
