from __future__ import annotations

from tests.service.conftest import Served, Words
from tests.service.phone import in_order
from tests.service.running import until

FEES, DEADLINES, COMAR = "us-asylum-fees", "us-asylum-deadlines", "mx-refugee-comar"


def test_five_quick_messages_of_one_person_are_answered_in_order(on_each: Served, words: Words) -> None:
    """Answers come in the order of the questions, however quickly they were asked."""
    phone = on_each.phone()
    expected = [
        words.answer(FEES, "es"),
        words.say("utter_help", "es"),
        words.answer(COMAR, "es"),
        words.say("utter_thanks", "es"),
        words.answer(DEADLINES, "es"),
    ]

    for question in (
        words.question(FEES, "es"),
        "AYUDA",
        words.question(COMAR, "es"),
        "gracias",
        words.question(DEADLINES, "es"),
    ):
        phone.text(question)
    heard = phone.until_received(expected[-1])

    assert in_order(heard, *expected)


def test_person_whose_sending_is_stuck_holds_nobody_up(served: Served, words: Words) -> None:
    """While Twilio lets one person's message hang, others are answered; the hanging one is sent when it is over."""
    stuck, other = served.phone(), served.phone()
    served.twilio.hang(stuck.address, accept=False)
    stuck.text("cuanto cuesta pedir asilo")
    until(lambda: stuck.tried() > 0, "sending to the stuck person began")

    other.text("cuanto cuesta pedir asilo")
    other.until_received(words.answer(FEES, "es"))
    nothing_yet = stuck.received()
    served.twilio.release(stuck.address)
    heard = stuck.until_received(words.answer(FEES, "es"))

    assert nothing_yet == []
    assert in_order(heard, words.answer(FEES, "es"))
