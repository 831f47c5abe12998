"""Who speaks a language that we do not answer in: what an operator needs to find an interpreter, and what was sent."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from bot.replies import Effect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.journal.keys import rotate
from channels.journal.schema import Handoff, Outbound, Person
from channels.message import Kind, OutboundPart

from .conftest import NUMBER, Clock, MakeMessage, facts

CARD = '{"tag": "mam", "town": "Todos Santos"}'
HANDOFF = frozenset({Effect.HANDOFF})


@pytest.fixture
def conversations(engine: Engine, crypto: Crypto, clock: Clock) -> Conversations:
    return Conversations(engine, crypto, clock)


def told(journal: Journal, message: MakeMessage, sid: str, **told: object) -> None:
    journal.receive(message(sid=sid))
    journal.commit_turn(sid, facts(**told), tracker=None, parts=())


def test_town_and_language_are_kept_for_who_finds_an_interpreter(
    journal: Journal, message: MakeMessage, engine: Engine
) -> None:
    """Both are there with the handoff, in the person's words, and sealed in the database."""
    told(journal, message, "SM1", chosen_language="mam")
    told(journal, message, "SM2", effects=HANDOFF)
    told(journal, message, "SM3", town="Todos Santos")
    state = journal.person_state(journal.person(NUMBER))

    assert state is not None
    assert (state.language, state.other_language, state.town) == ("mam", None, "Todos Santos")
    with engine.connect() as c:
        assert len(c.execute(select(Handoff.id)).all()) == 1
        assert b"Santos" not in c.execute(select(Person.town_sealed)).scalar_one()


def test_language_that_is_not_registered_goes_when_another_is_chosen(journal: Journal, message: MakeMessage) -> None:
    """What the person chose last is what they speak; the town stays."""
    told(journal, message, "SM1", other_language="chontal de Tabasco", town="Nacajuca")
    person = journal.person(NUMBER)
    before = journal.person_state(person)
    told(journal, message, "SM2", chosen_language="nah")
    after = journal.person_state(person)

    assert before is not None
    assert after is not None
    assert (before.language, before.other_language) == (None, "chontal de Tabasco")
    assert (after.language, after.other_language, after.town) == ("nah", None, "Nacajuca")


def test_erasure_forgets_language_and_town(journal: Journal, message: MakeMessage) -> None:
    """Also where a question that came meanwhile keeps the person."""
    told(journal, message, "SM1", other_language="chontal", town="Nacajuca")
    journal.receive(message(sid="SM2"))
    journal.finish_erasure(journal.person(NUMBER))
    state = journal.person_state(journal.person(NUMBER))

    assert state is not None
    assert (state.other_language, state.town) == (None, None)


def test_picture_goes_with_its_text_and_is_sealed(journal: Journal, message: MakeMessage, engine: Engine) -> None:
    """The bubble to send and the conversation to look at both know it; the database shows no town."""
    journal.receive(message())
    part = OutboundPart(text="I speak Mam.", segments=1, encoding="UTF-8", media=CARD)
    planned = journal.commit_turn("SM1", facts(), tracker=None, parts=(part,)).planned
    shown = journal.conversation(journal.person(NUMBER))

    assert [bubble.media for bubble in planned] == [CARD]
    assert [bubble.media for bubble in shown if not bubble.inbound] == [CARD]
    assert "Santos" not in repr(planned) + repr(shown)
    with engine.connect() as c:
        assert b"Santos" not in c.execute(select(Outbound.media_sealed)).scalar_one()


def test_voice_note_is_seen_as_one(journal: Journal, message: MakeMessage) -> None:
    """Operators see that somebody spoke, although there is no text."""
    journal.receive(message(text="", kind=Kind.VOICE))

    assert [(each.kind, each.text) for each in journal.conversation(journal.person(NUMBER))] == [("voice", "")]


def test_operators_see_what_was_sent_and_what_came(
    journal: Journal, message: MakeMessage, conversations: Conversations
) -> None:
    """A voice note is one, a card goes with its bubble; and a card names a town, which no log is to show."""
    journal.receive(message(text="", kind=Kind.VOICE))
    part = OutboundPart(text="I speak Mam.", segments=1, encoding="UTF-8", media=CARD)
    journal.commit_turn("SM1", facts(), tracker=None, parts=(part,))
    talk = conversations.talk(journal.person(NUMBER))

    assert talk is not None
    assert [(each.kind, each.media) for each in talk.said] == [(Kind.VOICE, ""), (Kind.TEXT, CARD)]
    assert "Santos" not in repr(talk)


def test_rotation_renews_town_and_picture(
    journal: Journal, message: MakeMessage, engine: Engine, data_key: str, clock: Clock
) -> None:
    """After it the old key is not needed for them."""
    told(journal, message, "SM1", town="Todos Santos")
    journal.receive(message(sid="SM2"))
    part = OutboundPart(text="I speak Mam.", segments=1, encoding="UTF-8", media=CARD)
    journal.commit_turn("SM2", facts(), tracker=None, parts=(part,))
    new = "a-new-key-0123456789abcdef-0123456789"
    rotate(engine, Crypto(f"{new},{data_key}"))
    renewed = Journal(engine, Crypto(new), clock)
    state = renewed.person_state(renewed.person(NUMBER))

    assert state is not None
    assert state.town == "Todos Santos"
    assert [bubble.media for bubble in renewed.conversation(renewed.person(NUMBER)) if bubble.media] == [CARD]


def test_operators_see_language_and_town(journal: Journal, message: MakeMessage, conversations: Conversations) -> None:
    """In the list of who waits and in the conversation, in the person's words; no log or traceback shows them."""
    told(journal, message, "SM1", other_language="chontal de Tabasco", town="Nacajuca", effects=HANDOFF)
    (line,) = conversations.waiting()
    talk, head = conversations.talk(line.person), conversations.head(line.person)

    assert talk is not None
    assert head is not None
    seen = [(each.other_language, each.town) for each in (line, talk, head)]
    assert seen == [("chontal de Tabasco", "Nacajuca")] * 3
    assert "Nacajuca" not in repr((line, talk, head))
    assert "chontal" not in repr((line, talk, head))


def test_operators_see_no_town_that_nobody_told(
    journal: Journal, message: MakeMessage, conversations: Conversations
) -> None:
    """Nothing is guessed."""
    told(journal, message, "SM1", effects=HANDOFF)
    (line,) = conversations.waiting()

    assert (line.other_language, line.town) == (None, None)
