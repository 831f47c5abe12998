"""What people wrote while the service was down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.service.conftest import Served, Words
from tests.service.phone import Phone, in_order, new_sid
from tests.service.running import until

FEES, DEADLINES = "us-asylum-fees", "us-asylum-deadlines"


def write_into_the_void(phone: Phone, body: str, minutes_ago: float) -> str:
    """A message that Twilio has, and whose webhook nobody answered."""
    sid = new_sid()
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    phone.twilio.arrive(dict(phone.form(body, sid)), at=at)
    phone.rumbo.secrets.update({phone.number, body})
    return sid


def test_messages_of_an_outage_are_answered_in_order_and_once(on_each: Served, words: Words) -> None:
    """At the next start: an excuse and every answer; STOP is obeyed first, and a late webhook changes nothing."""
    asking, danger, stopping, late = (on_each.phone(whatsapp=whatsapp) for whatsapp in (False, False, False, True))
    on_each.rumbo.kill()
    first = write_into_the_void(asking, words.question(FEES, "es"), 90)
    write_into_the_void(asking, words.question(DEADLINES, "es"), 80)
    write_into_the_void(danger, "me secuestraron, ayuda", 70)
    write_into_the_void(stopping, words.question(FEES, "es"), 60)
    write_into_the_void(stopping, "ALTO", 50)
    write_into_the_void(late, words.question(FEES, "es"), 25 * 60)

    on_each.rumbo.start()
    sorry = words.say("sorry_for_the_wait", "es")
    asking.until_received(words.answer(DEADLINES, "es"))
    danger.until_received("911")
    stopping.until_received(words.say("utter_stopped", "es"))
    asking.text(words.question(FEES, "es"), sid=first)
    asking.text("MENU")
    until(lambda: words.say("utter_menu", "es") in asking.received()[-1], "the later message was answered")

    heard = asking.received()
    assert heard[0].startswith(sorry)
    assert in_order(heard, sorry, words.answer(FEES, "es"), words.answer(DEADLINES, "es"))
    assert sorry in "\n".join(danger.received())
    assert not danger.received()[0].startswith(sorry)
    assert stopping.received() == [words.say("utter_stopped", "es")]
    assert late.received() == []
    assert on_each.rumbo.leaked() == []
