"""A thousand conversations full of names and numbers, and then a look at everything that a thief would hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import Engine, make_url

from bot.replies import Effect
from channels.journal.crypto import Crypto
from channels.journal.desk import Desk
from channels.journal.journal import Journal
from channels.journal.redaction_figures import Labelled, read
from tests.postgres import PostgresServer

from .conftest import Clock, MakeMessage, facts, parts

TESTS = Path(__file__).resolve().parents[2]
CONVERSATIONS = 1000
#: Shorter ones stand in any noise by chance.
LONG_ENOUGH = 7


def messages() -> list[Labelled]:
    return read([TESTS / "redaction.seen.yaml", TESTS / "redaction.blind.yaml"])


def number_of(conversation: int) -> str:
    return f"+5025{conversation:07}"


@pytest.fixture
def desk(engine: Engine, crypto: Crypto, clock: Clock) -> Desk:
    return Desk(engine, crypto, clock)


@pytest.fixture
def held(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> object:
    """Database files and a backup as an administrator makes one."""

    def everything() -> bytes:
        address = make_url(url)
        if address.get_backend_name() != "sqlite":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            return server.dump(address.database or "")
        copy = tmp_path / "backup.sqlite"
        with closing(sqlite3.connect(str(address.database))) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        folder = Path(address.database or "").parent
        return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())

    return everything


def test_nothing_that_identifies_anybody_is_left_anywhere(
    journal: Journal, desk: Desk, message: MakeMessage, held: object
) -> None:
    """Neither files, backup nor metrics hold a number, a name or a paper of a thousand people, without the key.

    The logs of the running service are looked at in tests/service/test_telemetry.py.
    """
    assert callable(held)
    said = messages()
    journal.check_key()
    for at in range(CONVERSATIONS):
        sid, text, number = f"SM{at:032x}", said[at % len(said)].text, number_of(at)
        journal.receive(message(sid=sid, text=text, sender=number))
        effects = frozenset({Effect.HANDOFF, Effect.FEEDBACK_GOOD}) if at % 10 == 0 else frozenset()
        answer = parts(f"Hola, {text}")
        for part in journal.commit_turn(sid, facts(effects=effects), tracker=text.encode(), parts=answer).planned:
            journal.mark_accepted(part.id, f"SMout{at}")
        if at % 50 == 0:
            desk.record("rosa", "reveal", person=journal.person(number), reason=f"llamar a {number}: {text}")
    journal.receive(message(sid="SMwaiting", text=said[0].text, sender=number_of(1)))
    places = {"database and backup": held(), "metrics": generate_latest()}

    secrets = {number_of(at).removeprefix("+") for at in range(CONVERSATIONS)}
    secrets |= {value for each in said for _, value in each.identifiers if len(value) >= LONG_ENOUGH}
    assert len(secrets) > 1400
    assert len(places["database and backup"]) > 500_000
    for place, content in places.items():
        assert [secret for secret in secrets if secret.encode() in content] == [], place
        assert b"Hola, " not in content
