from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from channels.journal.crypto import Crypto, new_data_key
from channels.journal.errors import KeyWrong
from channels.journal.journal import Journal
from channels.journal.keys import is_under_newest, rotate
from channels.message import Channel, InboundMessage, Kind

from .conftest import NUMBER, START, Clock, MakeMessage, facts, parts

OLD, NEW = new_data_key(), new_data_key()
OTHER = "+50499998888"


@pytest.fixture
def at_first(engine: Engine, clock: Clock, message: MakeMessage) -> Journal:
    """A journal under the old key, with one answered and one waiting message."""
    journal = Journal(engine, Crypto(OLD), clock)
    journal.check_key()
    for sid, sender in (("SM1", NUMBER), ("SM2", OTHER)):
        journal.receive(message(sid=sid, sender=sender))
    journal.commit_turn("SM1", facts(chosen_language="en"), tracker=b"state", parts=parts("ok"))
    return journal


def under(journal: Journal, engine: Engine, clock: Clock, data_key: str) -> Journal:
    journal = Journal(engine, Crypto(data_key), clock)
    journal.check_key()
    return journal


def test_check_key_refuses_another_key(at_first: Journal, engine: Engine, clock: Clock) -> None:
    """Starting with the wrong DATA_KEY fails at once and does not make strangers of everybody."""
    with pytest.raises(KeyWrong):
        under(at_first, engine, clock, NEW)


def test_person_known_under_the_old_key_is_carried_over(
    at_first: Journal, engine: Engine, clock: Clock, message: MakeMessage
) -> None:
    """When they write again, the same person with everything of theirs has a new pseudonym."""
    both = under(at_first, engine, clock, f"{NEW},{OLD}")
    clock.forward(minutes=1)
    both.receive(message(sid="SM3"))
    person = Crypto(NEW).person(NUMBER)
    state = both.person_state(person)

    assert state is not None
    assert (state.language, state.tracker, state.first_contact) == ("en", b"state", False)
    assert [bubble.text for bubble in both.conversation(person)][:2] == ["cuanto cuesta pedir asilo", "ok"]
    assert {part.person for part in both.plan("SM1")} == {person}
    assert both.person_state(Crypto(OLD).person(NUMBER)) is None


def test_person_met_under_both_keys_becomes_one(
    at_first: Journal, engine: Engine, clock: Clock, message: MakeMessage
) -> None:
    """Machines that ran with different keys for a while leave no double, and a STOP counts."""
    at_first.stopped_by_provider(Crypto(OLD).person(NUMBER))
    Journal(engine, Crypto(NEW), clock).receive(message(sid="SM3"))
    both = under(at_first, engine, clock, f"{NEW},{OLD}")
    both.receive(message(sid="SM4"))
    state = both.person_state(Crypto(NEW).person(NUMBER))

    assert state is not None
    assert state.stopped
    assert both.person_state(Crypto(OLD).person(NUMBER)) is None
    assert len(both.conversation(Crypto(NEW).person(NUMBER))) == 4


def test_erase_finds_a_person_under_the_old_key(at_first: Journal, engine: Engine, clock: Clock) -> None:
    """Who asks to be erased in the middle of a rotation is erased."""
    assert under(at_first, engine, clock, f"{NEW},{OLD}").erase(NUMBER).people == 1


def test_rotate_makes_the_old_key_unnecessary(
    at_first: Journal, engine: Engine, clock: Clock, message: MakeMessage
) -> None:
    """After rotating, the new key alone opens everything and finds everybody; rotating again has nothing to do."""
    looked_at: list[int] = []
    changed = rotate(engine, Crypto(f"{NEW},{OLD}"), looked_at.append)
    journal = under(at_first, engine, clock, NEW)
    waiting = journal.load("SM2")
    state = journal.person_state(Crypto(NEW).person(NUMBER))

    # Two people, two messages, one bubble, one dialogue state, one check word.
    assert changed == 7
    assert sum(looked_at) >= 7
    assert waiting is not None
    assert waiting.message == replace(message(sid="SM2"), sender=OTHER)
    assert [part.text for part in journal.plan("SM1")] == ["ok"]
    assert state is not None
    assert state.tracker == b"state"
    assert rotate(engine, Crypto(NEW)) == 0


def test_rotate_without_the_old_key_says_so(at_first: Journal, engine: Engine) -> None:
    """Rotating with the old key gone is refused and loses nothing."""
    with pytest.raises(KeyWrong):
        rotate(engine, Crypto(NEW))

    assert at_first.reply_to(Crypto(OLD).person(NUMBER)) == NUMBER


def test_rotation_cut_short_is_finished_by_the_next(url: str, engine: Engine, clock: Clock) -> None:
    """Killed at any moment, half of it renewed, all is readable with both keys; run again, with the new one alone."""
    before = Journal(engine, Crypto(OLD), clock)
    before.check_key()
    for number in range(600):
        before.receive(make(f"SM{number}", f"+5025555{number:04}"))
    process = subprocess.Popen([sys.executable, "-c", ROTATION, url, f"{NEW},{OLD}"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()

    both = under(before, engine, clock, f"{NEW},{OLD}")
    assert not is_under_newest(engine, Crypto(f"{NEW},{OLD}"))
    assert {loaded(both, number) for number in range(600)} == {"hola"}
    with pytest.raises(KeyWrong):
        under(before, engine, clock, NEW)

    left = rotate(engine, Crypto(f"{NEW},{OLD}"))
    after = under(before, engine, clock, NEW)

    assert 0 < left < 1201
    assert is_under_newest(engine, Crypto(f"{NEW},{OLD}"))
    assert {loaded(after, number) for number in range(600)} == {"hola"}
    assert after.reply_to(after.person("+50255550599")) == "+50255550599"


#: Says that a batch is done, and goes on until it is killed.
ROTATION = """
import sys
from channels.journal.connect import connect
from channels.journal.crypto import Crypto
from channels.journal.keys import is_under_newest, rotate
from channels.message import Channel, InboundMessage, Kind
rotate(connect(sys.argv[1]), Crypto(sys.argv[2]), lambda rows: print(rows, flush=True))
"""


def make(sid: str, sender: str) -> InboundMessage:
    return InboundMessage(
        sid=sid,
        channel=Channel.SMS,
        sender=sender,
        recipient="+15005550006",
        text="hola",
        kind=Kind.TEXT,
        received_at=START,
    )


def loaded(journal: Journal, number: int) -> str:
    received = journal.load(f"SM{number}")
    return "" if received is None else received.message.text
