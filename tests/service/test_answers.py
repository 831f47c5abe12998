from __future__ import annotations

import pytest

from channels.bench.twilio_stub import TwilioStub
from channels.journal.records import OutboundState
from tests.prism import Prism
from tests.service.conftest import Served, Words
from tests.service.phone import MESSAGES, Phone, in_order, new_sid, post
from tests.service.running import OUR_SMS, OUR_WHATSAPP, Rumbo, until, with_twilio

FEES = "us-asylum-fees"
QUESTIONS = {"es": "cuanto cuesta pedir asilo", "en": "how much does it cost to apply for asylum"}


@pytest.mark.parametrize("tag", QUESTIONS)
def test_answers_first_message_is_welcomed_and_then_answered(served: Served, words: Words, tag: str) -> None:
    """A first question brings who we are, what one can write, and the answer, in this order and from our number."""
    phone = served.phone()

    phone.text(QUESTIONS[tag])
    heard = phone.until_received(words.answer(FEES, tag))

    said = (words.say("utter_welcome", tag), words.say("utter_welcome_commands", tag), words.answer(FEES, tag))
    assert in_order(heard, *said)
    assert {OUR_SMS} == {m["from"] for m in served.twilio.messages if m["to"] == phone.address}


def test_answers_whatsapp_on_whatsapp(served: Served) -> None:
    """A WhatsApp message is answered on WhatsApp, with every accent, from our WhatsApp number."""
    phone = served.phone(whatsapp=True)

    phone.text(QUESTIONS["es"])
    heard = phone.until_received("$")

    assert "información" in heard[0]
    assert {f"whatsapp:{OUR_WHATSAPP}"} == {m["from"] for m in served.twilio.messages if m["to"] == phone.address}


def test_answers_repeated_message_once(served: Served, words: Words) -> None:
    """The same MessageSid three times is one message."""
    phone, sid = served.phone(), new_sid()

    for _ in range(3):
        phone.text(QUESTIONS["es"], sid=sid)
    heard = phone.until_received(words.answer(FEES, "es"))
    # Whatever else was coming would come before the answer to a later message.
    phone.text("MENU")
    until(lambda: len(phone.received()) > len(heard), "the later message was answered")

    assert sum(words.answer(FEES, "es") in text for text in phone.received()) == 1
    assert in_order(phone.received(), words.say("utter_welcome", "es"), words.answer(FEES, "es"))


@pytest.mark.prism
def test_answers_are_what_twilios_description_allows(
    prism: Prism, trained: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Twilio's own API description accepts what we send: every bubble of a first answer, and nothing is refused."""
    folder = tmp_path_factory.mktemp("served-prism")
    rumbo = Rumbo(
        database_url=f"sqlite:///{folder}/rumbo.sqlite", settings=with_twilio(prism.url), log=folder / "log.txt"
    )
    before = prism.responses(201)
    try:
        rumbo.start()
        phone = Phone(rumbo=rumbo, twilio=TwilioStub())
        phone.text(QUESTIONS["es"])
        until(lambda: prism.responses(201) > before and settled(rumbo, phone), "Prism accepted the answer")
    finally:
        rumbo.stop()

    assert "not_sent" not in rumbo.output()


def settled(rumbo: Rumbo, phone: Phone) -> bool:
    """Whether every bubble was accepted."""
    journal = rumbo.journal()
    bubbles = journal.conversation(journal.person(phone.number))
    return {OutboundState.ACCEPTED} == {each.state for each in bubbles if not each.inbound}


@pytest.mark.parametrize("signature", ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="], ids=["unsigned", "wrongly signed"])
def test_webhook_refuses_what_twilio_did_not_sign(served: Served, signature: str) -> None:
    """403, and nothing is stored."""
    phone, sid = served.phone(), new_sid()

    response = post(served.rumbo, MESSAGES, phone.form("hola", sid), signature=signature)

    assert response.status_code == 403
    assert served.rumbo.journal().load(sid) is None
    assert sid not in served.stored()
