from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.replies import Decision, Effect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.journal.listing import Filters, Line
from channels.journal.records import OutboundState
from channels.journal.schema import Handoff
from channels.journal.takeover import Notice
from channels.message import Channel

from .conftest import NUMBER, START, Clock, MakeMessage, facts, parts

OTHER = "+50499998888"
SILENT = Notice(channel=Channel.SMS, parts=())
URGENT = facts(decision=Decision.URGENT, danger="violence", despite_stop=True)


@pytest.fixture
def conversations(engine: Engine, crypto: Crypto, clock: Clock) -> Conversations:
    return Conversations(engine, crypto, clock)


def told(*texts: str) -> Notice:
    return Notice(channel=Channel.SMS, parts=parts(*texts))


def take(conversations: Conversations, person: str, who: str = "ana", instead_of: str | None = None) -> bool:
    return conversations.take(person, who, instead_of=instead_of, notice=SILENT).done


def outgoing(conversations: Conversations, person: str) -> list[tuple[str, str | None]]:
    talk = conversations.talk(person)
    assert talk is not None
    return [(said.text, said.written_by) for said in talk.said if not said.inbound]


def test_two_who_take_at_once_do_not_both_get_it(
    journal: Journal, conversations: Conversations, message: MakeMessage
) -> None:
    """One has the conversation; all others learn who."""
    journal.receive(message())
    person = journal.person(NUMBER)
    with ThreadPoolExecutor(8) as pool:
        tries = [
            pool.submit(conversations.take, person, f"op{n}", instead_of=None, notice=told("hello")) for n in range(8)
        ]
    took = [each.result() for each in tries]

    assert sum(each.done for each in took) == 1
    assert len({each.taken_by for each in took}) == 1
    assert outgoing(conversations, person) == [("hello", None)]


def test_taking_from_somebody_needs_them_to_have_it(
    journal: Journal, conversations: Conversations, message: MakeMessage
) -> None:
    """Whoever looks at an old page does not take it from a third."""
    journal.receive(message())
    person = journal.person(NUMBER)
    take(conversations, person, "ana")

    assert not take(conversations, person, "eva", instead_of="ines")
    assert take(conversations, person, "eva", instead_of="ana")
    assert not conversations.write(person, "ana", told("too late")).done


def test_service_is_silent_while_somebody_answers(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """What the dialogue would say is not said and its state does not go on; what came in is kept."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(), tracker=b"before", parts=parts("the answer"))
    person = journal.person(NUMBER)
    take(conversations, person)
    clock.forward(minutes=1)
    journal.receive(message(sid="SM2", text="y mi hijo"))
    said = journal.commit_turn(
        "SM2",
        facts(article="us-asylum-fees", effects=frozenset({Effect.FEEDBACK_BAD})),
        tracker=b"after",
        parts=parts("another answer"),
    ).planned
    talk = conversations.talk(person)

    assert said == ()
    assert journal.tracker(person) == b"before"
    assert talk is not None
    assert [each.text for each in talk.said if each.inbound] == ["cuanto cuesta pedir asilo", "y mi hijo"]
    assert talk.said[-1].intent == "to_operator"
    assert talk.said[-1].article is None


@pytest.mark.parametrize(
    "turn",
    [
        URGENT,
        facts(effects=frozenset({Effect.STOP})),
        facts(effects=frozenset({Effect.ERASE})),
        facts(despite_stop=True),
    ],
    ids=["danger", "stop", "erase", "help"],
)
def test_danger_and_stop_are_answered_all_the_same(
    journal: Journal, conversations: Conversations, message: MakeMessage, turn: object
) -> None:
    """Somebody at the console may be away from it."""
    journal.receive(message())
    take(conversations, journal.person(NUMBER))

    (said,) = journal.commit_turn("SM1", turn, tracker=None, parts=parts("911")).planned  # type: ignore[arg-type]

    assert said.state is OutboundState.PLANNED


def test_letters_are_planned_once_and_found_again(
    journal: Journal, conversations: Conversations, message: MakeMessage
) -> None:
    """What somebody writes waits durably, with their name, until it has left."""
    journal.receive(message())
    person = journal.person(NUMBER)
    take(conversations, person)
    took = conversations.write(person, "ana", told("one", "two"))

    assert took.done
    assert journal.letters_due() == took.letters
    assert outgoing(conversations, person) == [("one", "ana"), ("two", "ana")]


def test_nothing_is_written_to_who_stopped_us(
    journal: Journal, conversations: Conversations, message: MakeMessage
) -> None:
    """STOP counts for people as for the service."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(effects=frozenset({Effect.STOP})), tracker=None, parts=())
    person = journal.person(NUMBER)
    take(conversations, person)

    assert not conversations.write(person, "ana", told("hello")).done
    assert outgoing(conversations, person) == []


def test_given_back_the_service_answers_again(
    journal: Journal, conversations: Conversations, message: MakeMessage, engine: Engine
) -> None:
    """Only whoever has it can give it back; then the handoff is closed and the next message is answered."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(effects=frozenset({Effect.HANDOFF})), tracker=None, parts=())
    person = journal.person(NUMBER)
    take(conversations, person)
    foreign = conversations.give_back(person, "eva", solved=False, notice=SILENT)
    own = conversations.give_back(person, "ana", solved=True, notice=told("bye"))
    solved = conversations.newest(Filters(state="solved"))
    journal.receive(message(sid="SM2"))
    said = journal.commit_turn("SM2", facts(), tracker=None, parts=parts("the answer")).planned

    assert (foreign.done, foreign.taken_by) == (False, "ana")
    assert own.done
    assert [line.person for line in solved] == [person]
    assert conversations.newest(Filters(state="solved")) == ()
    assert len(said) == 1
    with engine.connect() as c:
        assert c.execute(select(Handoff.closed_at)).scalar() is not None


def names(lines: tuple[Line, ...], journal: Journal) -> list[str]:
    known = {journal.person(NUMBER): "first", journal.person(OTHER): "second"}
    return [known[line.person] for line in lines]


def test_who_is_in_danger_is_on_top_until_taken(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """Urgent ones are in a list of their own; taken they are among the others."""
    journal.receive(message())
    journal.commit_turn("SM1", URGENT, tracker=None, parts=())
    clock.forward(minutes=5)
    journal.receive(message(sid="SM2", sender=OTHER))
    journal.commit_turn("SM2", facts(article="us-asylum-fees"), tracker=None, parts=())
    before = names(conversations.urgent(Filters()), journal), names(conversations.newest(Filters()), journal)
    waiting = conversations.waiting()
    take(conversations, journal.person(NUMBER))
    after = conversations.urgent(Filters()), names(conversations.newest(Filters()), journal)

    assert before == (["first"], ["second"])
    assert [(line.urgent, line.decision) for line in waiting] == [(True, "urgent")]
    assert after == ((), ["second", "first"])
    assert conversations.waiting() == ()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["second", "first"]),
        (Filters(language="en"), ["second"]),
        (Filters(article="us-asylum-fees"), ["second"]),
        (Filters(decision="decline"), ["first"]),
        (Filters(channel="whatsapp"), ["second"]),
        (Filters(channel="whatsapp", language="es"), []),
        (Filters(state="waiting"), ["first"]),
        (Filters(state="mine", who="ana"), []),
    ],
    ids=str,
)
def test_list_keeps_to_the_filters(
    journal: Journal, conversations: Conversations, message: MakeMessage, *, filters: Filters, expected: list[str]
) -> None:
    """Each filter alone and together; commands change neither topic nor decision."""
    human = frozenset({Effect.HANDOFF})
    journal.receive(message())
    journal.commit_turn("SM1", facts(decision=Decision.DECLINE, effects=human), tracker=None, parts=())
    later = START + timedelta(minutes=5)
    journal.receive(message(sid="SM2", sender=OTHER, channel=Channel.WHATSAPP, received_at=later))
    journal.commit_turn("SM2", facts(language="en", article="us-asylum-fees"), tracker=None, parts=())
    journal.receive(message(sid="SM3", sender=OTHER, channel=Channel.WHATSAPP, text="gracias"))
    journal.commit_turn("SM3", facts(language="en", decision=Decision.COMMAND), tracker=None, parts=())

    assert names(conversations.newest(filters), journal) == expected


def test_list_goes_on_where_a_page_ends(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """Page after page, everybody comes once, also those of the same moment."""
    for number in range(5):
        journal.receive(message(sid=f"SM{number}", sender=f"+5025550100{number}"))
    seen: list[str] = []
    before = None
    while page := conversations.newest(Filters(), before, limit=2):
        seen += [line.person for line in page]
        before = (page[-1].last_seen, page[-1].person)

    assert len(seen) == len(set(seen)) == 5
    assert page == ()


def test_notes_and_verdicts_are_kept_and_erased(
    journal: Journal, conversations: Conversations, message: MakeMessage
) -> None:
    """They show with the conversation, sealed like the rest, and go with the person."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(article="us-asylum-fees", score=0.5), tracker=None, parts=parts("the answer"))
    person = journal.person(NUMBER)
    conversations.note(person, "ana", "called the consulate")
    conversations.label(person, "SM1", "ana", "us-asylum-deadlines")
    conversations.call_wrong(person, "SM1", "eva", wrong=True)
    talk = conversations.talk(person)
    journal.erase(NUMBER)

    assert talk is not None
    assert [note.text for note in talk.notes] == ["called the consulate"]
    assert [(said.label, said.wrong, said.article) for said in talk.said] == [
        ("us-asylum-deadlines", True, "us-asylum-fees")
    ] * 2
    assert not conversations.label(person, "SM1", "ana", None)
    assert conversations.talk(person) is None
