from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from sqlalchemy import Engine, func, select

from channels.journal.errors import HandedOver
from channels.journal.journal import Journal
from channels.journal.outbox import ON_ITS_WAY
from channels.journal.records import OutboundState, Planned
from channels.journal.schema import Outbound, Status

from .conftest import NUMBER, Clock, MakeMessage, facts, parts


@pytest.fixture
def planned(journal: Journal, message: MakeMessage) -> Planned:
    journal.receive(message())
    return journal.commit_turn("SM1", facts(), tracker=None, parts=parts("ok")).planned[0]


def state_of(journal: Journal, sid: str = "SM1") -> OutboundState:
    return journal.plan(sid)[0].state


def test_sending_is_counted_and_timed(journal: Journal, planned: Planned) -> None:
    """Each handing over is an attempt, so that a crash between handing over and acceptance shows."""
    sent = [journal.take(planned.id) is not None for _ in range(2)]

    now = journal.plan("SM1")[0]

    assert sent == [True, True]
    assert (now.state, now.attempts, now.sent_at is not None) == (OutboundState.SENDING, 2, True)


def test_bubble_in_another_processes_hands_is_left_there(journal: Journal, planned: Planned) -> None:
    """A process that was cut off may still be sending: nobody else does until that must have arrived or failed."""
    taken = journal.take(planned.id, by="one:8000")
    assert taken is not None

    with pytest.raises(HandedOver) as refused:
        journal.take(planned.id, by="two:8000")

    assert 0 < refused.value.retry_after <= ON_ITS_WAY.total_seconds()
    assert journal.take(planned.id, by="one:8000") is not None


def test_bubble_of_a_process_that_died_goes_to_another(journal: Journal, planned: Planned, clock: Clock) -> None:
    """Once the call must be over, another process takes the bubble, and sees that it was handed over before."""
    journal.take(planned.id, by="one:8000")
    clock.forward(seconds=ON_ITS_WAY.total_seconds())

    taken = journal.take(planned.id, by="two:8000")

    assert taken is not None
    assert (taken.part.state, taken.number) == (OutboundState.SENDING, NUMBER)


def test_accepted_bubble_is_not_sent_again(journal: Journal, planned: Planned) -> None:
    """Once the provider has it, nobody may hand it over a second time, and failing it changes nothing."""
    journal.take(planned.id)
    journal.mark_accepted(planned.id, "SMout")
    journal.mark_accepted(planned.id, "SMother")
    journal.mark_failed(planned.id, "provider_down")

    now = journal.plan("SM1")[0]

    assert not journal.take(planned.id)
    assert (now.state, now.provider_sid) == (OutboundState.ACCEPTED, "SMout")


def test_failed_bubble_keeps_the_reason(journal: Journal, planned: Planned, engine: Engine) -> None:
    """A bubble that will not be sent says why, and is not sent by a late retry."""
    journal.take(planned.id)
    journal.mark_failed(planned.id, "unreachable")

    with engine.connect() as connection:
        assert connection.execute(select(Outbound.error_code)).scalar() == "unreachable"
    assert not journal.take(planned.id)


def test_given_up_bubble_that_the_provider_had_is_accepted(journal: Journal, planned: Planned) -> None:
    """When it turns out that the provider had accepted what we gave up, the provider is right."""
    journal.take(planned.id)
    journal.mark_failed(planned.id, "provider_down")
    journal.mark_accepted(planned.id, "SMout")

    assert state_of(journal) is OutboundState.ACCEPTED


@pytest.mark.parametrize("order", list(permutations(("sent", "delivered", "read"))), ids="-".join)
def test_status_never_goes_back(journal: Journal, planned: Planned, order: tuple[str, ...]) -> None:
    """Reports in any order end in the furthest state."""
    journal.mark_accepted(planned.id, "SMout")
    for status in order:
        journal.record_status("SMout", status)

    assert state_of(journal) is OutboundState.READ


def test_status_that_came_before_the_acceptance_counts(journal: Journal, planned: Planned) -> None:
    """A report can be quicker than our note of the acceptance; it is kept and used."""
    known = journal.record_status("SMout", "delivered")
    journal.take(planned.id)
    journal.mark_accepted(planned.id, "SMout")

    assert known is None
    assert state_of(journal) is OutboundState.DELIVERED


def test_status_and_acceptance_at_the_same_moment_miss_nothing(journal: Journal, message: MakeMessage) -> None:
    """Whichever of the two comes first, a delivered bubble ends as delivered."""
    for number in range(20):
        journal.receive(message(sid=f"SM{number}"))
        journal.commit_turn(f"SM{number}", facts(), tracker=None, parts=parts("ok"))
    bubbles = {number: journal.plan(f"SM{number}")[0].id for number in range(20)}
    with ThreadPoolExecutor(8) as pool:
        for number, bubble in bubbles.items():
            pool.submit(journal.record_status, f"out-{number}", "delivered")
            pool.submit(journal.mark_accepted, bubble, f"out-{number}")

    assert {state_of(journal, f"SM{number}") for number in bubbles} == {OutboundState.DELIVERED}


def test_status_of_a_strange_message_and_strange_word_are_kept(
    journal: Journal, planned: Planned, engine: Engine
) -> None:
    """Nothing that a provider reports is lost, and nothing strange moves a bubble."""
    journal.mark_accepted(planned.id, "SMout")
    journal.record_status("SMstrange", "delivered")
    answer = journal.record_status("SMout", "pondering", "30003")

    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Status)).scalar() == 2
    assert answer is OutboundState.ACCEPTED


def test_undelivered_keeps_the_error(journal: Journal, planned: Planned, engine: Engine) -> None:
    """The provider's error number is stored with the bubble."""
    journal.mark_accepted(planned.id, "SMout")
    journal.record_status("SMout", "undelivered", "30003")

    with engine.connect() as connection:
        row = connection.execute(select(Outbound.state, Outbound.error_code)).one()
    assert tuple(row) == ("undelivered", "30003")


def test_stopped_by_provider_drops_what_was_planned(journal: Journal, message: MakeMessage, planned: Planned) -> None:
    """After the provider says that the person stopped us, nothing more goes out, now or later."""
    person = journal.person(NUMBER)
    journal.stopped_by_provider(person)
    journal.receive(message(sid="SM2"))
    journal.commit_turn("SM2", facts(), tracker=None, parts=parts("ok"))
    state = journal.person_state(person)

    assert not journal.take(planned.id)
    assert [state_of(journal, sid) for sid in ("SM1", "SM2")] == [OutboundState.SUPPRESSED] * 2
    assert state is not None
    assert state.stopped


def test_bubble_of_somebody_who_stopped_meanwhile_is_suppressed(
    journal: Journal, message: MakeMessage, planned: Planned
) -> None:
    """STOP overtakes a bubble that was being retried."""
    journal.take(planned.id)
    journal.stopped_by_provider(journal.person(NUMBER))

    assert not journal.take(planned.id)
    assert state_of(journal) is OutboundState.SUPPRESSED
