from __future__ import annotations

import pytest

from channels.bench.twilio_stub import Answer
from tests.service.conftest import Served, Words
from tests.service.running import until

FEES = "us-asylum-fees"
QUESTION = "cuanto cuesta pedir asilo"
QUESTIONS = {"es": QUESTION, "en": "how much does it cost to apply for asylum"}


@pytest.mark.parametrize(("stop", "start", "tag"), [("ALTO", "INICIO", "es"), ("STOP", "START", "en")])
def test_stopped_person_hears_nothing_until_start(
    served: Served, words: Words, stop: str, start: str, tag: str
) -> None:
    """STOP is confirmed once, questions after it are not answered, START brings us back."""
    phone = served.phone()
    phone.text(QUESTIONS[tag])
    phone.until_received(words.answer(FEES, tag))
    before = len(phone.received())

    phone.text(stop)
    phone.text(QUESTIONS[tag])
    phone.text(start)
    heard = phone.until_received(words.say("utter_started", tag), since=before)

    assert [words.say("utter_stopped", tag), words.say("utter_started", tag)] == heard


def test_stop_that_twilio_has_answered_is_not_answered_twice(served: Served, words: Words) -> None:
    """With OptOutType Twilio has confirmed by itself: we only remember it."""
    phone = served.phone()
    phone.text(QUESTION)
    phone.until_received(words.answer(FEES, "es"))
    before = len(phone.received())

    phone.text("STOP", OptOutType="STOP")
    phone.text(QUESTION)
    phone.text("START", OptOutType="START")
    heard = phone.until_received(words.say("utter_started", "es"), since=before)

    assert [words.say("utter_started", "es")] == heard


def test_refusal_21610_marks_the_person_as_stopped(served: Served, words: Words) -> None:
    """When Twilio says that the person has stopped us, we believe it and do not try again."""
    phone, journal = served.phone(), served.rumbo.journal()
    served.twilio.refusals[phone.address] = Answer.refusal(400, 21610)

    phone.text(QUESTION)
    person = journal.person(phone.number)
    until(lambda: (state := journal.person_state(person)) and state.stopped, "the person counted as stopped")
    tried = phone.tried()
    del served.twilio.refusals[phone.address]
    phone.text(QUESTION)
    phone.text("START", OptOutType="START")
    heard = phone.until_received(words.say("utter_started", "es"))

    assert tried == 1
    assert len(heard) == 1
