from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from bot.replies import Effect
from channels.journal.journal import Journal
from channels.journal.records import Erased
from channels.journal.schema import Base, Forgotten, KeyCheck

from .conftest import NUMBER, START, Clock, MakeMessage, facts, parts

OTHER = "+50499998888"


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table holds, empty tables left out."""
    with engine.connect() as connection:
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
            for name, table in Base.metadata.tables.items()
        }
    return {name: count for name, count in counts.items() if count and name != KeyCheck.__tablename__}


def talk(journal: Journal, message: MakeMessage, sid: str, sender: str, *effects: Effect) -> None:
    """One whole exchange that leaves something in every table."""
    journal.receive(message(sid=sid, sender=sender))
    for part in journal.commit_turn(
        sid, facts(effects=frozenset(effects)), tracker=b"state", parts=parts("ok")
    ).planned:
        journal.take(part.id)
        journal.mark_accepted(part.id, f"out-{sid}")
        journal.record_status(f"out-{sid}", "delivered")


#: In the question that everybody here asks.
WORDS = 4
EVERYTHING = (Effect.HANDOFF, Effect.FEEDBACK_GOOD)


@pytest.mark.parametrize("typed", [NUMBER, "+52 55 1234-5678", "whatsapp:+52 (55) 1234 5678", "+5215512345678"])
def test_erase_deletes_everything_of_one_person(
    journal: Journal, message: MakeMessage, engine: Engine, typed: str
) -> None:
    """Nothing of the person stays but marks that recognise nobody; everybody else keeps everything."""
    talk(journal, message, "SM1", OTHER, *EVERYTHING)
    before = rows(engine)
    talk(journal, message, "SM2", NUMBER, *EVERYTHING)

    erased = journal.erase(typed)

    assert erased.people == 1
    assert sorted(erased.provider_sids) == ["SM2", "out-SM2"]
    assert rows(engine) == before | {Forgotten.__tablename__: 2}
    assert journal.reply_to(journal.person(NUMBER)) is None
    assert len(journal.conversation(journal.person(OTHER))) == 2


def test_erasure_at_the_provider_is_remembered_until_it_is_done(journal: Journal, message: MakeMessage) -> None:
    """Neither a crash nor a provider that is away makes us forget what it still has to erase."""
    talk(journal, message, "SM1", NUMBER)
    journal.erase(NUMBER)
    before = journal.left_at_provider()
    journal.erased_at_provider("out-SM1")

    assert before == ("SM1", "out-SM1")
    assert journal.left_at_provider() == ("SM1",)
    assert not journal.receive(message())


def test_erase_of_a_stranger_does_nothing(journal: Journal, engine: Engine) -> None:
    """A number that never wrote is no error."""
    assert journal.erase(OTHER) == Erased(people=0, provider_sids=())
    assert rows(engine) == {}


def test_erased_messages_do_not_come_back(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """A late repetition of an erased message, or a late report on one, stores nothing."""
    talk(journal, message, "SM1", NUMBER)
    journal.erase(NUMBER)

    assert not journal.receive(message())
    assert journal.record_status("out-SM1", "read") is None
    assert rows(engine) == {Forgotten.__tablename__: 2}


def test_work_on_an_erased_person_ends_quietly(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """A worker that was busy with the person finds nothing to write and nothing to send."""
    journal.receive(message())
    journal.receive(message(sid="SM2"))
    (planned,) = journal.commit_turn("SM1", facts(), tracker=None, parts=parts("ok")).planned
    journal.erase(NUMBER)
    left = rows(engine)

    assert journal.commit_turn("SM2", facts(), tracker=b"state", parts=parts("ok")).planned == ()
    assert not journal.take(planned.id)
    journal.mark_accepted(planned.id, "SMout")
    assert rows(engine) == left


def test_ids_of_erased_bubbles_are_not_given_again(journal: Journal, message: MakeMessage) -> None:
    """A late note on an erased bubble cannot hit the bubble of somebody else."""
    journal.receive(message())
    (old,) = journal.commit_turn("SM1", facts(), tracker=None, parts=parts("ok")).planned
    journal.erase(NUMBER)
    journal.receive(message(sid="SM2", sender=OTHER))
    (new,) = journal.commit_turn("SM2", facts(), tracker=None, parts=parts("ok")).planned

    assert new.id != old.id


def test_erasure_asked_for_by_phone_waits_for_its_confirmation(
    journal: Journal, message: MakeMessage, clock: Clock, engine: Engine
) -> None:
    """The confirmation can still be sent; then everything goes; a crash in between is found."""
    talk(journal, message, "SM1", NUMBER, *EVERYTHING)
    talk(journal, message, "SM2", NUMBER, Effect.ERASE)
    person = journal.person(NUMBER)
    clock.forward(minutes=5)

    assert journal.reply_to(person) == NUMBER
    assert journal.erasures_due(older_than=START) == ()
    assert journal.erasures_due(older_than=clock()) == (person,)

    erased = journal.finish_erasure(person)

    assert sorted(erased.provider_sids) == ["SM1", "SM2", "out-SM1", "out-SM2"]
    assert rows(engine) == {Forgotten.__tablename__: 4}
    assert journal.erasures_due(older_than=clock()) == ()


def test_question_sent_after_the_wish_to_be_erased_is_still_answered(
    journal: Journal, message: MakeMessage, clock: Clock
) -> None:
    """What waits in the queue behind DELETE is kept and starts a new conversation."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(effects=frozenset({Effect.ERASE}), chosen_language="en"), tracker=b"old", parts=())
    journal.receive(message(sid="SM2", text="una pregunta más"))
    person = journal.person(NUMBER)
    journal.finish_erasure(person)

    found, state = journal.load("SM2"), journal.person_state(person)

    assert journal.load("SM1") is None
    assert found is not None
    assert found.message.text == "una pregunta más"
    assert state is not None
    assert (state.language, state.tracker, state.first_contact) == (None, None, True)
    assert journal.erasures_due(older_than=clock() + timedelta(days=1)) == ()


def test_purge_deletes_what_is_past_its_time(
    journal: Journal, message: MakeMessage, clock: Clock, engine: Engine
) -> None:
    """After the retention time nothing is left of a silent person, and only the new part of a talking one; what the
    provider has of it is named, to be deleted there.
    """
    talk(journal, message, "SM1", NUMBER, *EVERYTHING)
    talk(journal, message, "SM2", OTHER, *EVERYTHING)
    clock.forward(days=31)
    talk(journal, message, "SM3", OTHER)

    journal.purge(before=clock() - timedelta(days=30))

    left = {"people": 1, "inbound": 1, "outbound": 1, "statuses": 1, "trackers": 1, "words": WORDS}
    assert rows(engine) == left | {Forgotten.__tablename__: 4}
    assert journal.left_at_provider() == ("SM1", "SM2", "out-SM1", "out-SM2")
    assert journal.reply_to(journal.person(OTHER)) == OTHER
    assert journal.purge(before=clock() - timedelta(days=30)) == 0


def test_purge_goes_on_beyond_one_batch(journal: Journal, message: MakeMessage, clock: Clock, engine: Engine) -> None:
    """More rows than one transaction takes are deleted all the same."""
    for number in range(1001):
        journal.record_status(f"SM{number}", "sent")
    clock.forward(days=31)

    assert journal.purge(before=clock()) == 1001
    assert rows(engine) == {}


@pytest.mark.parametrize("provider_has_erased", [False, True])
def test_marks_do_not_grow_old(
    journal: Journal, message: MakeMessage, clock: Clock, engine: Engine, *, provider_has_erased: bool
) -> None:
    """A request recorded and sent again years later brings nobody back; what the provider still has stays named."""
    talk(journal, message, "SM1", NUMBER)
    talk(journal, message, "SM2", OTHER)
    journal.erase(NUMBER)
    clock.forward(days=31)
    journal.purge(before=clock() - timedelta(days=30))
    named = journal.left_at_provider()
    if provider_has_erased:
        for sid in named:
            journal.erased_at_provider(sid)
    clock.forward(days=3650)
    journal.purge(before=clock() - timedelta(days=30))

    assert named == ("SM1", "SM2", "out-SM1", "out-SM2")
    assert journal.left_at_provider() == (() if provider_has_erased else named)
    assert not journal.receive(message(sid="SM1", sender=NUMBER))
    assert not journal.receive(message(sid="SM2", sender=OTHER))
    assert journal.record_status("out-SM2", "read") is None
    assert rows(engine) == {Forgotten.__tablename__: 4}


def test_mark_tells_the_day_alone(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """What is kept for good does not tell at which minute somebody had themselves forgotten."""
    talk(journal, message, "SM1", NUMBER)
    journal.erase(NUMBER)

    with engine.connect() as connection:
        days = set(connection.execute(select(Forgotten.forgotten_at)).scalars())

    assert days == {START.replace(hour=0)}
