"""Sending, against Twilio's own description and against Twilio's moods."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from channels.bench.twilio_stub import Answer, TwilioStub
from channels.errors import ConfigurationError
from channels.message import Channel
from channels.sending import Accepted, Misconfigured, ProviderDown, RateLimited, SendError, UnknownFailure
from channels.twilio.send import TwilioSender
from tests.channels.twilio.payloads import ACCOUNT, OURS, PERSON
from tests.prism import Prism

SERVICE = "MG" + "0" * 31 + "1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = "Pedir asilo cuesta $100 ¿más? Responda MAS."
PICTURE = "https://rumbo.example.org/media/abc"

Senders = Callable[..., TwilioSender]


@pytest.mark.prism
@pytest.mark.parametrize(
    ("channel", "sms_from"),
    [
        pytest.param(Channel.SMS, OURS, id="SMS from a number"),
        pytest.param(Channel.SMS, SERVICE, id="SMS from a messaging service"),
        pytest.param(Channel.WHATSAPP, OURS, id="WhatsApp"),
    ],
)
async def test_send_is_what_twilios_description_allows(
    prism: Prism, sender_to: Senders, channel: Channel, sms_from: str
) -> None:
    """Twilio's own description accepts what we send, on every channel."""
    before = prism.responses(201)
    accepted = await sender_to(prism.url, sms_from=sms_from).send(TEXT, to=PERSON, channel=channel, reference="r1")

    assert accepted.provider_sid.startswith("SM")
    assert prism.responses(201) == before + 1


async def test_send_names_the_picture(stub: TwilioStub, sender_to: Senders) -> None:
    """Twilio fetches it from the link; a recording goes without a body.

    Prism cannot say what the description allows here: it reads no lists out of forms.
    """
    sender = sender_to(stub.url)
    for text in (TEXT, ""):
        await sender.send(text, to=PERSON, channel=Channel.WHATSAPP, reference="r1", media=PICTURE)

    assert [(form.get("Body"), form["MediaUrl"]) for _, _, form in stub.requests] == [(TEXT, PICTURE), (None, PICTURE)]


@pytest.mark.prism
async def test_send_tells_what_twilios_description_refuses(prism: Prism, sender_to: Senders) -> None:
    """What the description does not allow, here a callback that is no address, comes back as an error."""
    with pytest.raises(UnknownFailure) as raised:
        await sender_to(prism.url, public_url="no address").send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")

    assert raised.value.provider_code == 422


@pytest.mark.prism
async def test_find_sent_and_delete_are_what_twilios_description_allows(prism: Prism, sender_to: Senders) -> None:
    """Asking for and erasing messages are requests that Twilio's description knows."""
    sender, deleted = sender_to(prism.url), prism.responses(204)
    found = await sender.find_sent(TEXT, to=PERSON, channel=Channel.WHATSAPP, since=NOON)
    await sender.delete("SM" + "a" * 32)

    assert found == ()
    assert prism.responses(204) == deleted + 1


@pytest.mark.parametrize(
    ("channel", "changes", "sent"),
    [
        pytest.param(Channel.SMS, {}, {"To": PERSON, "From": OURS}, id="SMS"),
        pytest.param(Channel.SMS, {"sms_from": SERVICE}, {"To": PERSON, "MessagingServiceSid": SERVICE}, id="service"),
        pytest.param(
            Channel.WHATSAPP, {}, {"To": f"whatsapp:{PERSON}", "From": f"whatsapp:{OURS}"}, id="WhatsApp number"
        ),
        pytest.param(
            Channel.WHATSAPP,
            {"whatsapp_from": f"whatsapp:{OURS}"},
            {"To": f"whatsapp:{PERSON}", "From": f"whatsapp:{OURS}"},
            id="WhatsApp number with its prefix",
        ),
    ],
)
async def test_send_names_both_ends_and_the_callback(
    stub: TwilioStub, sender_to: Senders, channel: Channel, changes: dict[str, str], sent: dict[str, str]
) -> None:
    """A message carries its text unchanged, both ends in the channel's form, and where to report."""
    accepted = await sender_to(stub.url, **changes).send(TEXT, to=PERSON, channel=channel, reference="r1")
    method, path, form = stub.requests[-1]

    assert accepted == Accepted(provider_sid=str(stub.messages[-1]["sid"]))
    assert (method, path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    assert form == {**sent, "Body": TEXT, "StatusCallback": "https://rumbo.example.org/webhooks/twilio/status"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(Answer.refusal(400, 21610), "stopped", id="STOP"),
        pytest.param(Answer.refusal(400, 21211), "unreachable", id="no such number"),
        pytest.param(Answer.refusal(400, 63016), "outside_window", id="24 hours over"),
        pytest.param(Answer.refusal(429, 20429, Retry_After="3"), "rate_limited", id="too fast"),
        pytest.param(Answer(status=429, body="slow down"), "rate_limited", id="too fast, says a proxy"),
        pytest.param(Answer.refusal(401, 20003), "account_refused", id="wrong token"),
        pytest.param(Answer(status=500), "provider_down", id="500 without a body"),
        pytest.param(Answer(status=503, body="<html>sorry</html>"), "provider_down", id="503 with a page"),
        pytest.param(Answer(status=201, body="<html>hotel wifi</html>"), "provider_down", id="201 with a page"),
        pytest.param(Answer(status=400, body="[1]"), "unknown", id="400 with another JSON"),
        pytest.param(Answer(status=400, body='{"code": "x"}'), "unknown", id="400 with a code that is no number"),
        pytest.param(Answer(status=302, headers={"Location": "http://x.invalid/"}), "provider_down", id="redirect"),
    ],
)
async def test_send_turns_refusals_into_our_errors(
    stub: TwilioStub, sender_to: Senders, answer: Answer, kind: str
) -> None:
    """Every refusal becomes one error of our list, which repeats no number, and is tried exactly once."""
    stub.answers.append(answer)
    with pytest.raises(SendError) as raised:
        await sender_to(stub.url).send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")

    assert raised.value.code == kind
    assert PERSON not in f"{raised.value!r}{raised.value}"
    assert raised.value.__cause__ is None
    assert len(stub.requests) == 1


async def test_send_keeps_twilios_time_to_wait(stub: TwilioStub, sender_to: Senders) -> None:
    """Whoever is too fast learns for how long."""
    stub.answers.append(Answer.refusal(429, 20429, Retry_After="3"))
    with pytest.raises(RateLimited) as raised:
        await sender_to(stub.url).send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")

    assert raised.value.retry_after == 3.0


@pytest.mark.parametrize(
    ("channel", "changes"),
    [(Channel.SMS, {"sms_from": None}), (Channel.WHATSAPP, {"whatsapp_from": None})],
)
async def test_send_on_a_channel_without_a_number_is_our_mistake(
    stub: TwilioStub, sender_to: Senders, channel: Channel, changes: dict[str, None]
) -> None:
    """A channel that is not set up raises an alarm before anything is sent."""
    with pytest.raises(Misconfigured):
        await sender_to(stub.url, **changes).send(TEXT, to=PERSON, channel=channel, reference="r1")

    assert not stub.requests


async def test_send_into_nowhere_is_to_be_tried_again(sender_to: Senders) -> None:
    """No connection is a fault that may pass."""
    with pytest.raises(ProviderDown) as raised:
        await sender_to("http://127.0.0.1:9").send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")

    assert raised.value.retryable


async def test_send_that_got_no_answer_is_found_afterwards(stub: TwilioStub, sender_to: Senders) -> None:
    """A message that was accepted while the answer got lost is found, so that nobody gets it twice."""
    sender, since = sender_to(stub.url, read_seconds=0.2), datetime.now(UTC)
    stub.silent.set()
    with pytest.raises(ProviderDown) as raised:
        await sender.send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")
    stub.silent.clear()
    found = await sender.find_sent(TEXT, to=PERSON, channel=Channel.SMS, since=since)

    assert raised.value.maybe_accepted
    assert found == (Accepted(provider_sid=str(stub.messages[0]["sid"])),)


@pytest.mark.parametrize(
    ("form", "age", "is_found"),
    [
        pytest.param({}, 0, True, id="the same text at the same time"),
        pytest.param({}, -60, True, id="a minute later"),
        pytest.param({}, 23 * 3600, True, id="hours earlier, by another clock"),
        pytest.param({}, 25 * 3600, False, id="another day's answer with the same words"),
        pytest.param({"Body": TEXT + " "}, 0, True, id="a blank more"),
        pytest.param({"Body": TEXT + "!"}, 0, False, id="another text"),
        pytest.param({"To": "+15125550199"}, 0, False, id="to another person"),
        pytest.param({"To": f"whatsapp:{PERSON}"}, 0, False, id="on another channel"),
        pytest.param({"From": "+12025550101"}, 0, False, id="from another of our numbers"),
    ],
)
async def test_find_sent_finds_this_message_alone(
    stub: TwilioStub, sender_to: Senders, form: dict[str, str], age: int, is_found: bool
) -> None:
    """Text, person, channel and time all have to fit."""
    kept = stub.accept({"To": PERSON, "From": OURS, "Body": TEXT, **form}, created=NOON - timedelta(seconds=age))
    found = await sender_to(stub.url).find_sent(TEXT, to=PERSON, channel=Channel.SMS, since=NOON)

    assert found == ((Accepted(provider_sid=str(kept["sid"])),) if is_found else ())


async def test_find_sent_looks_at_every_number_of_a_messaging_service(stub: TwilioStub, sender_to: Senders) -> None:
    """A messaging service chooses the number, so the number is no part of the question."""
    kept = stub.accept({"To": PERSON, "From": "+12025550177", "Body": TEXT}, created=NOON)
    sender = sender_to(stub.url, sms_from=SERVICE)
    found = await sender.find_sent(TEXT, to=PERSON, channel=Channel.SMS, since=NOON)

    assert found == (Accepted(provider_sid=str(kept["sid"])),)


async def test_delete_erases_and_does_not_mind_a_second_time(stub: TwilioStub, sender_to: Senders) -> None:
    """A message is gone after one call, and the next call finds nothing to do."""
    sender, sid = sender_to(stub.url), str(stub.accept({"To": PERSON})["sid"])
    await sender.delete(sid)
    await sender.delete(sid)

    assert not stub.messages
    assert [request[:2] for request in stub.requests] == [
        ("DELETE", f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json")
    ] * 2


async def test_delete_that_twilio_refuses_is_an_error(stub: TwilioStub, sender_to: Senders) -> None:
    """Erasing that did not happen is never taken for done."""
    stub.answers.append(Answer.refusal(409, 20009))
    with pytest.raises(SendError):
        await sender_to(stub.url).delete("SM" + "a" * 32)


async def test_send_waits_in_its_own_threads(stub: TwilioStub, sender_to: Senders) -> None:
    """While Twilio is silent, everything else goes on."""
    stub.silent.set()
    sending = asyncio.create_task(
        sender_to(stub.url).send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1"), name="sending"
    )
    async with asyncio.timeout(10):
        while not stub.requests:  # noqa: ASYNC110  # the stub lives in a thread
            await asyncio.sleep(0.01)
    still_sending = not sending.done()
    stub.released.set()
    with pytest.raises(ProviderDown):
        await sending

    assert still_sending


async def test_send_logs_neither_number_nor_text(
    stub: TwilioStub, sender_to: Senders, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log file never tells who was answered what, not even with everything switched on."""
    caplog.set_level(logging.DEBUG)
    sender = sender_to(stub.url)
    await sender.send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")
    await sender.find_sent(TEXT, to=PERSON, channel=Channel.SMS, since=NOON)
    stub.answers.append(Answer.refusal(400, 21211))
    with pytest.raises(SendError):
        await sender.send(TEXT, to=PERSON, channel=Channel.SMS, reference="r1")
    logged = caplog.text + "".join(capsys.readouterr())

    assert "r1" in logged
    assert PERSON.removeprefix("+") not in logged
    assert "asilo" not in logged


def test_sender_without_an_address_is_refused(sender_to: Senders) -> None:
    """A wrong TWILIO_API_URL is named before the first message."""
    with pytest.raises(ConfigurationError, match="TWILIO_API_URL"):
        sender_to("api.twilio.com")
