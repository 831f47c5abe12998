"""The doors to the database, opened with the settings; the gateway, the console and the commands share this place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from channels.journal.connect import connect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto
from channels.journal.desk import Desk
from channels.journal.figures import Figures
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.unanswered import Unanswered
from channels.settings import VAR, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    #: For the way of a message.
    journal: Journal
    #: For those who work at the console: who they are, and what they see.
    desk: Desk
    conversations: Conversations
    figures: Figures
    unanswered: Unanswered


def open_doors(settings: Settings) -> Doors:
    """The database, at its present schema. Raises JournalUnusable with what to set or repair."""
    engine, crypto = connect(settings.database_url), Crypto(data_key(settings))
    migrate(engine)
    journal = Journal(engine, crypto, now)
    journal.check_key()
    return Doors(
        journal=journal,
        desk=Desk(engine, crypto, now),
        conversations=Conversations(engine, crypto, now),
        figures=Figures(engine, crypto, now),
        unanswered=Unanswered(engine, crypto, now),
    )


def open_journal(settings: Settings) -> Journal:
    """Raises JournalUnusable."""
    return open_doors(settings).journal


def now() -> datetime:
    return datetime.now(UTC)


def data_key(settings: Settings, kept: Path = VAR / "data.key") -> str:
    """DATA_KEY, or for the simulator alone a key made once for this machine."""
    if settings.data_key is not None:
        return settings.data_key.get_secret_value()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(32))
    return kept.read_text().strip()
