from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.replies import Decision, Effect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.journal.unanswered import Unanswered, Why

from .conftest import Clock, MakeMessage, facts, parts


@pytest.fixture
def unanswered(engine: Engine, crypto: Crypto, clock: Clock) -> Unanswered:
    return Unanswered(engine, crypto, clock)


@pytest.fixture
def conversations(engine: Engine, crypto: Crypto, clock: Clock) -> Conversations:
    return Conversations(engine, crypto, clock)


Says = Callable[..., None]


@pytest.fixture
def says(journal: Journal, message: MakeMessage, clock: Clock) -> Says:
    def said(sid: str, text: str, **turn: object) -> None:
        journal.receive(message(sid, text))
        clock.forward(minutes=1)
        journal.commit_turn(sid, facts(**turn), tracker=None, parts=parts("…"))

    return said


def test_declined_questions_are_found_with_their_redacted_text(
    unanswered: Unanswered, says: Says, clock: Clock
) -> None:
    """Redacted, and those of the time asked for; what was answered is not among them."""
    says("SM1", "hay trabajo en Marte", decision=Decision.DECLINE)
    clock.forward(days=3)
    says("SM2", "llame al +52 55 1234 5678 por la visa", decision=Decision.DECLINE, language="en")
    says("SM3", "cuanto cuesta pedir asilo", article="us-asylum-fees", article_version="v")
    found = unanswered.since(clock.now - timedelta(days=2), 100)

    assert [(each.sid, each.language, each.why, each.article) for each in found] == [("SM2", "en", Why.DECLINED, None)]
    assert "1234" not in unanswered.texts(["SM2"])["SM2"]
    assert "la visa" in unanswered.texts(["SM2"])["SM2"]


def test_badly_rated_answer_leads_to_its_question(unanswered: Unanswered, says: Says, clock: Clock) -> None:
    """Not to the words with which it was rated, nor to MORE in between, nor to an earlier question."""
    says("SM1", "que es rumbo", article="about-and-sources", article_version="v")
    says("SM2", "cuanto cuesta pedir asilo", article="us-asylum-fees", article_version="v")
    says("SM3", "mas", decision=Decision.COMMAND, article="us-asylum-fees", article_version="v")
    says("SM4", "no", decision=Decision.COMMAND, effects=frozenset({Effect.FEEDBACK_BAD}))
    says("SM5", "si", decision=Decision.COMMAND, effects=frozenset({Effect.FEEDBACK_GOOD}))
    found = unanswered.since(clock.now - timedelta(days=1), 100)

    assert [(each.sid, each.why, each.article) for each in found] == [("SM2", Why.BAD, "us-asylum-fees")]


def test_answer_that_was_called_wrong_is_found_once(
    unanswered: Unanswered, says: Says, clock: Clock, journal: Journal, conversations: Conversations
) -> None:
    """Also when the person rated it badly; what somebody who works here says counts more."""
    says("SM1", "cuanto cuesta pedir asilo", article="us-asylum-fees", article_version="v")
    says("SM2", "no", decision=Decision.COMMAND, effects=frozenset({Effect.FEEDBACK_BAD}))
    conversations.call_wrong(journal.person("+525512345678"), "SM1", "ana", wrong=True)
    found = unanswered.since(clock.now - timedelta(days=1), 100)

    assert [(each.sid, each.why) for each in found] == [("SM1", Why.WRONG)]


def test_erased_person_asked_nothing(unanswered: Unanswered, says: Says, clock: Clock, journal: Journal) -> None:
    """Neither the question nor its text is there any more."""
    says("SM1", "hay trabajo en Marte", decision=Decision.DECLINE)
    journal.erase("+525512345678")

    assert unanswered.since(clock.now - timedelta(days=1), 100) == ()
    assert unanswered.texts(["SM1"]) == {}
