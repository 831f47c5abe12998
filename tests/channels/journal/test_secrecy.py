from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from channels.journal.journal import Journal
from channels.message import Channel
from tests.postgres import PostgresServer

from .conftest import NUMBER, MakeMessage, facts, parts

SECRETS = ("5512345678", "Guadalupe", "Morelos", "zanahoria", "respuesta", "estado-del-dialogo")


@pytest.fixture
def raw(request: pytest.FixtureRequest, url: str) -> object:
    """Everything that a thief of the disk, or of a backup, would hold."""

    def read() -> bytes:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            folder = Path(address.database or "").parent
            return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return server.dump(address.database or "")

    return read


def test_database_holds_no_number_and_no_text(journal: Journal, message: MakeMessage, raw: object) -> None:
    """Before and after the answer, neither file nor backup shows who wrote or what was said."""
    assert callable(raw)
    journal.check_key()
    text = "me llamo Guadalupe, vivo en calle Morelos 123, zanahoria, 5512345678"
    journal.receive(message(text=text, channel=Channel.WHATSAPP))
    while_waiting = raw()
    journal.commit_turn("SM1", facts(), tracker=b"estado-del-dialogo", parts=parts("la respuesta"))
    afterwards = raw()

    assert b"us-" not in while_waiting
    for dump in (while_waiting, afterwards):
        assert b"SM1" in dump
        assert [secret for secret in (*SECRETS, NUMBER) if secret.encode() in dump] == []


def test_redacted_text_holds_no_name_and_no_number(journal: Journal, message: MakeMessage) -> None:
    """What operators read, with the key and all, is blanked already."""
    journal.receive(message(text="me llamo Guadalupe, vivo en calle Morelos 123, zanahoria, 5512345678"))

    (bubble,) = journal.conversation(journal.person(NUMBER))

    assert bubble.text == "me llamo [name], vivo en [address], zanahoria, [phone]"


def test_records_show_no_text_when_printed(journal: Journal, message: MakeMessage) -> None:
    """Logs that print what the journal returned give no text away."""
    journal.receive(message(text="zanahoria"))
    planned = journal.commit_turn("SM1", facts(), tracker=b"zanahoria", parts=parts("zanahoria")).planned

    assert "zanahoria" not in f"{planned!r} {journal.conversation(journal.person(NUMBER))!r}"


def test_erased_text_is_gone_from_the_file(journal: Journal, message: MakeMessage, raw: object, url: str) -> None:
    """After an erasure SQLite's files hold not even the sealed number; PostgreSQL's backup neither."""
    assert callable(raw)
    journal.receive(message())
    person = journal.person(NUMBER).encode()
    before = raw()
    journal.erase(NUMBER)

    assert person in before
    assert person not in raw()
