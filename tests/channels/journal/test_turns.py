from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from bot.replies import ArticlePart, Decision, Effect, Emergency, Turn
from channels.journal.errors import HandedOver
from channels.journal.journal import Journal
from channels.journal.records import OutboundState, Planned, TurnFacts
from channels.journal.schema import Feedback, Handoff, Inbound
from channels.journal.trackers import HeldTrackers
from knowledge.decide import Candidate

from .conftest import NUMBER, Clock, MakeMessage, facts, parts


@pytest.fixture
def person(journal: Journal) -> str:
    return journal.person(NUMBER)


def test_commit_turn_plans_the_bubbles_in_order(journal: Journal, message: MakeMessage, person: str) -> None:
    """What was planned comes back, word for word, with the person and channel to send it to."""
    journal.receive(message())

    planned = journal.commit_turn("SM1", facts(), tracker=b"state", parts=parts("Uno. ¿Sí?", "Dos. 🙏")).planned

    assert [(one.position, one.text, one.state, one.attempts) for one in planned] == [
        (0, "Uno. ¿Sí?", OutboundState.PLANNED, 0),
        (1, "Dos. 🙏", OutboundState.PLANNED, 0),
    ]
    assert {(one.sid, one.person, one.channel) for one in planned} == {("SM1", person, "sms")}
    assert planned == journal.plan("SM1")


def test_commit_turn_a_second_time_changes_nothing(journal: Journal, message: MakeMessage, person: str) -> None:
    """A step that runs again after a crash neither doubles the answer nor replaces it."""
    journal.receive(message())
    first = journal.commit_turn("SM1", facts(), tracker=b"first", parts=parts("uno")).planned

    again = journal.commit_turn(
        "SM1",
        facts(effects=frozenset({Effect.STOP, Effect.HANDOFF}), chosen_language="en"),
        tracker=b"second",
        parts=parts("dos", "tres"),
    ).planned
    state = journal.person_state(person)

    assert again == first
    assert state is not None
    assert (state.tracker, state.language, state.stopped) == (b"first", None, False)


def test_commit_turn_by_two_workers_plans_once(journal: Journal, message: MakeMessage) -> None:
    """Two workers that answer the same message end with the same bubbles."""
    for number in range(10):
        journal.receive(message(sid=f"SM{number}"))

    def answer(n: int) -> tuple[Planned, ...]:
        return journal.commit_turn(f"SM{n % 10}", facts(), tracker=b"x", parts=parts(f"by {n}", "and more")).planned

    with ThreadPoolExecutor(8) as pool:
        planned = list(pool.map(answer, range(20)))

    assert planned[:10] == planned[10:]
    assert [len(one) for one in planned] == [2] * 20


def test_commit_turn_is_all_or_nothing(journal: Journal, message: MakeMessage, person: str) -> None:
    """When one row cannot be written, nothing of the turn is, and the message still waits."""
    journal.receive(message())
    broken = facts(article=object())

    with pytest.raises(Exception, match=r"object|type"):
        journal.commit_turn("SM1", broken, tracker=b"state", parts=parts("uno"))

    found = journal.load("SM1")
    assert found is not None
    assert found.message.text == "cuanto cuesta pedir asilo"
    assert journal.plan("SM1") == ()
    assert journal.tracker(person) is None


def test_commit_turn_remembers_the_person(journal: Journal, message: MakeMessage, person: str) -> None:
    """Language, country and dialogue state are saved; what a later turn does not name stays."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(chosen_language="en", country="gt"), tracker=b"\x00one", parts=())
    journal.receive(message(sid="SM2"))
    journal.commit_turn("SM2", facts(), tracker=b"two", parts=())

    state = journal.person_state(person)

    assert state is not None
    assert (state.language, state.country, state.first_contact, state.tracker) == ("en", "gt", False, b"two")
    assert state.last_language == "es"


def test_commit_turn_stores_what_was_decided(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """A turn of the dialogue becomes columns that the console can list and count."""
    turn = Turn(
        replies=(ArticlePart(slug="us-asylum-fees"),),
        intent="ask",
        decision=Decision.ANSWER,
        language="es",
        article="us-asylum-fees",
        candidates=(Candidate(slug="us-asylum-fees", score=0.91), Candidate(slug="us-asylum-deadlines", score=0.2)),
    )
    journal.receive(message())
    journal.commit_turn("SM1", TurnFacts.of(turn), tracker=None, parts=())

    with engine.connect() as connection:
        row = connection.execute(
            select(Inbound.language, Inbound.intent, Inbound.decision, Inbound.article, Inbound.score, Inbound.urgent)
        ).one()
    assert tuple(row) == ("es", "ask", "answer", "us-asylum-fees", 0.91, False)


STOP, START = frozenset({Effect.STOP}), frozenset({Effect.START})


def test_stop_is_confirmed_and_then_silent_until_start(journal: Journal, message: MakeMessage, person: str) -> None:
    """STOP confirms itself, later answers are suppressed, START speaks again."""
    states = []
    for sid, effects in (("SM1", STOP), ("SM2", frozenset()), ("SM3", START), ("SM4", frozenset())):
        journal.receive(message(sid=sid))
        (planned,) = journal.commit_turn(sid, facts(effects=effects), tracker=None, parts=parts("ok")).planned
        states.append((planned.state, journal.take(planned.id) is not None))
    final = journal.person_state(person)

    assert states == [
        (OutboundState.PLANNED, True),
        (OutboundState.SUPPRESSED, False),
        (OutboundState.PLANNED, True),
        (OutboundState.PLANNED, True),
    ]
    assert final is not None
    assert not final.stopped


def test_help_and_erase_reach_a_person_who_stopped(journal: Journal, message: MakeMessage, person: str) -> None:
    """Help and the confirmation of an erasure are sent despite STOP."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(effects=STOP), tracker=None, parts=())
    for sid, turn in (("SM2", facts(despite_stop=True)), ("SM3", facts(effects=frozenset({Effect.ERASE})))):
        journal.receive(message(sid=sid))
        journal.commit_turn(sid, turn, tracker=None, parts=parts("ok"))

    assert [journal.take(journal.plan(sid)[0].id) is not None for sid in ("SM2", "SM3")] == [True, True]


def test_handoff_is_listed_once_until_it_is_closed(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """Asking for a person twice makes one entry; danger makes an urgent one of its own."""
    danger = TurnFacts.of(
        Turn(
            replies=(Emergency(kind="kidnapping", country="mx"),),
            intent="urgent",
            decision=Decision.URGENT,
            language="es",
            effects=frozenset({Effect.ALARM}),
        )
    )
    human = facts(effects=frozenset({Effect.HANDOFF}))
    for number, turn in enumerate((human, human, danger)):
        journal.receive(message(sid=f"SM{number}"))
        journal.commit_turn(f"SM{number}", turn, tracker=None, parts=())

    with engine.connect() as connection:
        rows = connection.execute(select(Handoff.reason, Handoff.urgent, Handoff.sid).order_by(Handoff.id)).all()
    assert [tuple(row) for row in rows] == [("human", False, "SM0"), ("kidnapping", True, "SM2")]


def test_feedback_is_about_the_article_told_before(
    journal: Journal, message: MakeMessage, engine: Engine, clock: Clock
) -> None:
    """A thumb goes to the last article that this person was given."""
    turns = (facts(article="us-asylum-fees"), facts(), facts(effects=frozenset({Effect.FEEDBACK_BAD})))
    for number, turn in enumerate(turns):
        journal.receive(message(sid=f"SM{number}"))
        journal.commit_turn(f"SM{number}", turn, tracker=None, parts=())
        clock.forward(minutes=1)

    with engine.connect() as connection:
        rows = connection.execute(select(Feedback.article, Feedback.good)).all()
    assert [tuple(row) for row in rows] == [("us-asylum-fees", False)]


def test_trackers_hold_what_a_turn_saved_until_it_is_committed(
    journal: Journal, message: MakeMessage, person: str
) -> None:
    """The engine reads its own writes; the journal has them only with the turn, and a dropped turn leaves nothing."""
    journal.receive(message())
    trackers = HeldTrackers(journal)
    trackers.save(person, b"new")

    assert trackers.load(person) == b"new"
    assert journal.tracker(person) is None

    journal.commit_turn("SM1", facts(), tracker=trackers.take(person), parts=())
    trackers.save(person, b"of a turn that failed")
    trackers.take(person)

    assert trackers.load(person) == b"new"


def test_commit_turn_takes_the_first_bubble_for_who_sends_it_at_once(
    journal: Journal, message: MakeMessage, clock: Clock
) -> None:
    """Whoever commits may hand the first bubble over without asking; anybody else has to wait for them."""
    journal.receive(message())

    answered = journal.commit_turn("SM1", facts(), tracker=None, parts=parts("uno", "dos"), by="one:8000")
    again = journal.commit_turn("SM1", facts(), tracker=None, parts=parts("uno", "dos"), by="two:8000")

    assert answered.taken is not None
    assert (answered.taken.number, answered.taken.last_inbound) == (NUMBER, clock.now)
    assert answered.taken.part.state is OutboundState.PLANNED
    assert [(one.state, one.attempts) for one in journal.plan("SM1")] == [
        (OutboundState.SENDING, 1),
        (OutboundState.PLANNED, 0),
    ]
    assert again.taken is None
    with pytest.raises(HandedOver):
        journal.take(answered.planned[0].id, by="two:8000")
    assert journal.take(answered.planned[1].id, by="two:8000")


def test_commit_turn_takes_nothing_for_somebody_who_stopped_us(journal: Journal, message: MakeMessage) -> None:
    """After STOP nothing leaves, also not in one step."""
    journal.receive(message())
    journal.commit_turn("SM1", facts(effects=frozenset({Effect.STOP})), tracker=None, parts=())
    journal.receive(message(sid="SM2"))

    answered = journal.commit_turn("SM2", facts(), tracker=None, parts=parts("uno"), by="one:8000")

    assert answered.taken is None
    assert [one.state for one in answered.planned] == [OutboundState.SUPPRESSED]
