from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine, func, select

from channels.journal.journal import Journal
from channels.journal.records import InboundState, OutboundState
from channels.journal.schema import Inbound, Person
from channels.message import Channel

from .conftest import NUMBER, START, Clock, MakeMessage, facts, parts


def test_receive_takes_a_message_once(journal: Journal, message: MakeMessage) -> None:
    """The same id is the same message, however often it comes."""
    assert [journal.receive(message()) for _ in range(3)] == [True, False, False]


def test_receive_from_many_threads_takes_a_message_once(engine: Engine, journal: Journal, message: MakeMessage) -> None:
    """Twenty posts of five new messages of one unknown person leave five messages and one person."""
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: journal.receive(message(sid=f"SM{n % 5}")), range(20)))

    with engine.connect() as connection:
        assert taken.count(True) == 5
        assert connection.execute(select(func.count()).select_from(Inbound)).scalar() == 5
        assert connection.execute(select(func.count()).select_from(Person)).scalar() == 1


def test_load_gives_the_message_as_it_came(journal: Journal, message: MakeMessage) -> None:
    """Until it is answered, the worker reads exactly what was sent, and to whom."""
    came = message(text="¿cuánto cuesta? 🙏 llame al 55 1234 5678", channel=Channel.WHATSAPP)
    journal.receive(came)

    found = journal.load("SM1")

    assert found is not None
    assert found.message == came
    assert found.person == journal.person(NUMBER)
    assert found.state is InboundState.RECEIVED


def test_load_knows_nothing_of_a_strange_id(journal: Journal) -> None:
    """An unknown id is None and no error: the message may have been erased."""
    assert journal.load("SM404") is None


def test_load_after_an_answer_has_no_text(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """The original is deleted with the answer; only the redacted text stays."""
    journal.receive(message(text="soy libre en 55 1234 5678"))
    journal.commit_turn("SM1", facts(), tracker=None, parts=parts("ok"))

    found = journal.load("SM1")

    assert found is not None
    assert found.message.text == ""
    assert [bubble.text for bubble in journal.conversation(found.person)] == ["soy libre en [phone]", "ok"]
    with engine.connect() as connection:
        assert connection.execute(select(Inbound.text_sealed)).scalar_one() is None


def test_unfinished_lists_undecided_and_unsent_messages_oldest_first(
    journal: Journal, message: MakeMessage, clock: Clock
) -> None:
    """A crash leaves nothing behind: no decision, or a bubble that has not left, is unfinished."""
    for sid in ("SM-undecided", "SM-planned", "SM-sending", "SM-sent", "SM-ignored", "SM-young"):
        journal.receive(message(sid=sid))
        clock.forward(minutes=1)
    for sid in ("SM-planned", "SM-sending", "SM-sent"):
        journal.commit_turn(sid, facts(), tracker=None, parts=parts("ok"))
    journal.take(journal.plan("SM-sending")[0].id)
    journal.take(journal.plan("SM-sent")[0].id)
    journal.mark_accepted(journal.plan("SM-sent")[0].id, "SM-out")
    journal.ignore("SM-ignored")

    unfinished = journal.unfinished(older_than=START + timedelta(minutes=5))

    assert unfinished == ("SM-undecided", "SM-planned", "SM-sending")
    assert journal.unfinished(older_than=START + timedelta(minutes=5), limit=1) == ("SM-undecided",)


def test_ignore_and_expire_delete_the_original(journal: Journal, message: MakeMessage, clock: Clock) -> None:
    """Messages that get no answer keep no original either; answered ones stay answered, young ones wait."""
    for sid in ("SM1", "SM2", "SM3", "SM4"):
        journal.receive(message(sid=sid))
    journal.commit_turn("SM3", facts(), tracker=None, parts=parts("ok"))
    journal.commit_turn("SM4", facts(), tracker=None, parts=parts("ok"))
    journal.mark_accepted(journal.plan("SM3")[0].id, "SM-out")
    journal.ignore("SM1")
    clock.forward(minutes=1)
    journal.receive(message(sid="SM5"))
    given_up = journal.expire(clock())

    found = [journal.load(sid) for sid in ("SM1", "SM2", "SM3", "SM4", "SM5")]
    assert given_up == 2
    assert [(one.state, one.message.text != "") for one in found if one] == [
        (InboundState.IGNORED, False),
        (InboundState.FAILED, False),
        (InboundState.ANSWERED, False),
        (InboundState.ANSWERED, False),
        (InboundState.RECEIVED, True),
    ]
    assert [journal.plan(sid)[0].state for sid in ("SM3", "SM4")] == [OutboundState.ACCEPTED, OutboundState.FAILED]


def test_person_state_of_a_first_contact(journal: Journal, message: MakeMessage, clock: Clock) -> None:
    """Somebody who was never answered is new, speaks nothing yet, and has written on this channel only."""
    journal.receive(message(channel=Channel.WHATSAPP))

    state = journal.person_state(journal.person(NUMBER))

    assert state is not None
    assert (state.language, state.country, state.stopped, state.first_contact) == (None, None, False, True)
    assert state.tracker is None
    assert state.last_inbound == {Channel.WHATSAPP: clock()}


def test_person_state_keeps_the_later_moment(journal: Journal, message: MakeMessage, clock: Clock) -> None:
    """A message that is fetched late does not set WhatsApp's 24-hour window back."""
    journal.receive(message(channel=Channel.WHATSAPP))
    journal.receive(message(sid="SM0", channel=Channel.WHATSAPP, received_at=START - timedelta(hours=3)))
    journal.receive(message(sid="SM2", received_at=START + timedelta(hours=1)))

    state = journal.person_state(journal.person(NUMBER))

    assert state is not None
    assert state.last_inbound == {Channel.WHATSAPP: START, Channel.SMS: START + timedelta(hours=1)}


def test_reply_to_is_the_number_that_wrote(journal: Journal, message: MakeMessage) -> None:
    """The number comes back from the pseudonym, and only for people we know."""
    journal.receive(message())

    assert journal.reply_to(journal.person(NUMBER)) == NUMBER
    assert journal.reply_to(journal.person("+15005550001")) is None


def test_clock_that_is_put_back_changes_no_order(journal: Journal, message: MakeMessage, clock: Clock) -> None:
    """A message comes after those of the same person that wait, whatever the clock says; and is found by the sweep."""
    journal.receive(message(sid="SM1"))
    clock.forward(hours=-3)
    journal.receive(message(sid="SM2"))
    journal.receive(message(sid="SM3", sender="+525587654321"))

    assert earlier(journal, "SM2") == ("SM1",)
    assert earlier(journal, "SM3") == ()
    assert journal.unfinished(clock() - timedelta(minutes=1)) == ("SM1", "SM2")


def test_fetched_message_is_answered_before_later_ones_that_wait(journal: Journal, message: MakeMessage) -> None:
    """What was asked for later than it came keeps its place."""
    journal.receive(message(sid="SM2"))
    journal.receive(message(sid="SM1", received_at=START - timedelta(hours=1)), fetched=True)

    assert earlier(journal, "SM2") == ("SM1",)
    assert earlier(journal, "SM1") == ()


def earlier(journal: Journal, sid: str) -> tuple[str, ...]:
    due = journal.due(sid)
    assert due is not None
    return due.earlier
