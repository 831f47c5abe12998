"""Bubbles into messages: one message a turn where it fits, folded for SMS only."""

from __future__ import annotations

from channels.fit import SMS_SEGMENTS, WHATSAPP_CHARACTERS, fit
from channels.message import Channel
from channels.render import Bubble
from channels.segments import count

WELCOME = Bubble(text="Hola, somos Rumbo. Información gratis. " * 3)
ANSWER = Bubble(heading="Título", text="Pedir asilo no cuesta más. " * 8, footer="Revisado: 2 jul 2026.")


def test_fit_sends_one_turn_as_one_message() -> None:
    """Welcome and answer leave together: they stay in order, and accepted once is accepted whole."""
    for channel in Channel:
        assert len(fit([WELCOME, ANSWER], channel, {})) == 1


def test_fit_folds_sms_and_leaves_whatsapp_as_written() -> None:
    """An accent that would make the SMS dearer is folded; WhatsApp keeps it and shows the title in bold."""
    (sms,) = fit([ANSWER], Channel.SMS, {})
    (whatsapp,) = fit([ANSWER], Channel.WHATSAPP, {})

    assert (sms.encoding, "más" in sms.text, "Título" in sms.text) == ("GSM-7", False, False)
    assert whatsapp.text.startswith("*Título*\n\nPedir asilo no cuesta más.")
    assert whatsapp.text.endswith("_Revisado: 2 jul 2026._")


def test_fit_counts_what_leaves() -> None:
    """The segments of a message are those of its final text, and the date always stands below a first answer."""
    (sms,) = fit([ANSWER], Channel.SMS, {})

    assert sms.segments == count(sms.text).segments
    assert sms.text.endswith("\nRevisado: 2 jul 2026.")


def test_fit_drops_a_footer_that_alone_would_cost_a_segment() -> None:
    """The number of a further part is not worth a third segment."""
    part = Bubble(text="a" * 300, footer="(1/3) - ALERT")

    assert fit([part], Channel.SMS, {})[0].text == "a" * 300


def test_fit_splits_what_is_too_long() -> None:
    """No message is longer than its channel's limit, and nothing is lost."""
    long = Bubble(text="Una frase corta que se repite. " * 90)
    for channel in Channel:
        messages = fit([long], channel, {})

        assert len(messages) > 1
        assert " ".join(" ".join(message.text for message in messages).split()) == long.text.strip()
        assert all(message.segments <= SMS_SEGMENTS for message in messages)
        assert all(len(message.text) <= WHATSAPP_CHARACTERS for message in messages)


def test_fit_sends_nothing_for_nothing() -> None:
    """A silent turn makes no message."""
    for channel in Channel:
        assert fit([], channel, {}) == ()
