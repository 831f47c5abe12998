"""What Twilio has received for us, against Twilio's description and against a Twilio that pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.bench.twilio_stub import Answer, TwilioStub
from channels.message import Channel, InboundMessage, Kind
from channels.sending import SendError
from channels.twilio.inbox import TwilioInbox
from tests.channels.twilio.conftest import NAMED
from tests.channels.twilio.payloads import ACCOUNT, OURS
from tests.prism import Prism

PERSON, SERVICE = "+15125550143", "MG" + "a" * 32
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def inbox(stub: TwilioStub) -> Iterator[TwilioInbox]:
    with ExitStack() as ending:
        made = TwilioInbox(replace(NAMED, api_url=stub.url), page=2)
        ending.callback(made.close)
        yield made


def arrive(stub: TwilioStub, number: int, at: datetime = NOON, **changes: str) -> str:
    form = {
        "MessageSid": f"SM{number:032x}",
        "AccountSid": ACCOUNT,
        "From": PERSON,
        "To": OURS,
        "Body": f"no. {number}",
    }
    return str(stub.arrive({**form, **changes}, at=at)["sid"])


def texts(received: tuple[InboundMessage, ...]) -> list[str]:
    return [message.text for message in received]


@pytest.mark.prism
@pytest.mark.parametrize("changes", [{}, {"sms_from": SERVICE}], ids=["a number", "a messaging service"])
async def test_received_asks_what_twilios_description_allows(prism: Prism, changes: dict[str, Any]) -> None:
    """Asking for what came in is a request that Twilio's description knows."""
    before = prism.responses(200)
    inbox = TwilioInbox(replace(NAMED, api_url=prism.url, **changes))
    received = await inbox.received(NOON)
    inbox.close()

    assert received == ()
    assert prism.responses(200) == before + 2


async def test_received_reads_every_page_oldest_first(stub: TwilioStub, inbox: TwilioInbox) -> None:
    """Twilio dates to the second and lists the newest first: within a second its order counts."""
    for number in range(5):
        arrive(stub, number, NOON + timedelta(seconds=number // 3))
    received = await inbox.received(NOON)

    assert texts(received) == [f"no. {number}" for number in range(5)]
    assert [message.received_at for message in received] == sorted({message.received_at for message in received})


async def test_received_leaves_out_what_is_not_for_us_or_too_old(stub: TwilioStub, inbox: TwilioInbox) -> None:
    """Our own answers, other numbers of the account and what came before stay where they are."""
    arrive(stub, 1, NOON - timedelta(seconds=1))
    arrive(stub, 2, To="+12025550188")
    stub.accept({"To": OURS, "From": PERSON, "Body": "an answer"}, created=NOON)
    arrive(stub, 3)
    arrive(stub, 4, From="whatsapp:US.1234567890", To=f"whatsapp:{OURS}")
    received = await inbox.received(NOON)

    assert texts(received) == ["no. 3"]


async def test_received_knows_channels_and_media(stub: TwilioStub, inbox: TwilioInbox) -> None:
    """WhatsApp is asked for by its own address, and a photo is a message too."""
    arrive(stub, 1, From=f"whatsapp:{PERSON}", To=f"whatsapp:{OURS}")
    arrive(stub, 2, Body="", NumMedia="1")
    received = await inbox.received(NOON)

    assert [(each.channel, each.kind, each.sender) for each in received] == [
        (Channel.WHATSAPP, Kind.TEXT, PERSON),
        (Channel.SMS, Kind.MEDIA, PERSON),
    ]


async def test_received_by_a_messaging_service_leaves_other_services_alone(stub: TwilioStub) -> None:
    """A service's numbers are not known to us, so its messages are told by its id."""
    inbox = TwilioInbox(replace(NAMED, api_url=stub.url, sms_from=SERVICE, whatsapp_from=None))
    arrive(stub, 1, To="+12025550188", MessagingServiceSid="MG" + "b" * 32)
    arrive(stub, 2, To="+12025550199", MessagingServiceSid=SERVICE)
    received = await inbox.received(NOON)
    inbox.close()

    assert texts(received) == ["no. 2"]


@pytest.mark.parametrize("answer", [Answer.refusal(401, 20003), Answer(status=500), Answer(status=200, body="<html>")])
async def test_received_that_twilio_refuses_is_an_error(stub: TwilioStub, inbox: TwilioInbox, answer: Answer) -> None:
    """Not having been told is never taken for there being nothing."""
    stub.answers.append(answer)
    with pytest.raises(SendError):
        await inbox.received(NOON)
