"""Who speaks an Indigenous language, by WhatsApp and SMS, from their phone to Twilio and back."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from tests.service.conftest import Served, Words
from tests.service.phone import Phone
from tests.service.running import PUBLIC_URL

QUESTION = "cuanto cuesta pedir asilo"


def pictures(served: Served, phone: Phone) -> list[str]:
    """The links that Twilio was given for this person."""
    sent = [form for method, _, form in list(served.twilio.requests) if method == "POST"]
    return [form["MediaUrl"] for form in sent if form.get("To") == phone.address and "MediaUrl" in form]


def test_speaker_gets_card_right_and_answer_on_whatsapp(on_each: Served, words: Words) -> None:
    """The card is a picture that Twilio can fetch from our address; the right stands before the Spanish answer."""
    phone = on_each.phone(whatsapp=True)
    phone.text("hola")
    phone.until_received("Rumbo")
    phone.text("hablo mam")
    phone.until_received("Mam")
    phone.text("TARJETA")
    phone.until_received("I speak Mam")
    (link,) = pictures(on_each, phone)
    picture = httpx.get(on_each.rumbo.url + urlsplit(link).path, timeout=30)
    phone.text(QUESTION)
    heard = phone.until_received("Qa jun xjaal njayeet")

    assert link.startswith(f"{PUBLIC_URL}/media/")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert "Declaración Universal" in heard[-1]
    assert "$" in heard[-1]


def test_speaker_on_sms_costs_no_picture(served: Served, words: Words) -> None:
    """The card comes as words, the right only when it is asked for."""
    phone = served.phone()
    phone.text("hablo mam")
    phone.until_received("Mam")
    phone.text("tarjeta")
    phone.until_received("I speak Mam")
    phone.text(QUESTION)
    heard = phone.until_received(words.answer("us-asylum-fees", "es"))

    assert pictures(served, phone) == []
    assert "xjaal" not in "".join(heard)
    phone.text("derecho")
    phone.until_received("Qa jun xjaal njayeet")


def test_question_in_the_language_is_offered_topics_and_never_answered(served: Served) -> None:
    """K'iche' with a Spanish word in it: "how do I ask for asylum in the United States"."""
    phone = served.phone()
    phone.text("hablo kiche")
    phone.until_received("Anotado")
    phone.text("jas ub'anik kinta asilo pa ri nim tinamit estados unidos kinwaj kinwetamaj")
    heard = phone.until_received("No entendemos todo su mensaje")

    assert "1 " in heard[-1]
    assert "asilo" in heard[-1].lower()
    assert "I-589" not in "".join(heard)


def test_voice_note_reaches_the_operators(served: Served) -> None:
    """An honest reply, a person by one digit, and in the journal a voice note."""
    phone = served.phone(whatsapp=True)
    phone.text("", NumMedia="1", MediaContentType0="audio/ogg", MediaUrl0="https://api.twilio.com/x")
    phone.until_received("notas de voz")
    phone.text("1")
    phone.until_received("Una persona")
    journal = served.rumbo.journal()

    assert [each.kind for each in journal.conversation(journal.person(phone.number)) if each.inbound] == [
        "voice",
        "text",
    ]


def test_language_and_town_wait_with_the_handoff(served: Served) -> None:
    """What finds an interpreter is there for operators, and not in the clear."""
    phone = served.phone()
    phone.text("hablo mam")
    phone.until_received("Mam")
    phone.text("PERSONA")
    phone.until_received("pueblo")
    phone.text("soy de Todos Santos Cuchumatan")
    phone.until_received("Anotado: Todos Santos")
    journal = served.rumbo.journal()
    state = journal.person_state(journal.person(phone.number))

    assert state is not None
    assert (state.language, state.town) == ("mam", "Todos Santos Cuchumatan")
    assert "Cuchumatan" not in served.stored()
