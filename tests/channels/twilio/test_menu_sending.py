"""Menus on their way out: tapped on WhatsApp where the templates are, text everywhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.bench.twilio_stub import Answer, TwilioStub
from channels.message import Channel
from channels.twilio.send import TwilioSender, client_for
from channels.twilio.templates import names, renew
from tests.channels.twilio.conftest import NAMED
from tests.channels.twilio.payloads import PERSON
from tests.prism import Prism

Senders = Callable[..., TwilioSender]
MENU = "Which of these do you mean?\n1 Asylum: what it costs\n2 Work permit while asylum is pending\n3 TPS"


def client(stub: TwilioStub) -> Any:
    return client_for(replace(NAMED, api_url=stub.url))


@pytest.mark.prism
async def test_a_list_is_what_twilios_description_allows(prism: Prism, sender_to: Senders) -> None:
    """Twilio's own description accepts a message that names a template and fills it."""
    before = prism.responses(201)
    sender = sender_to(prism.url)
    sender._templates = dict.fromkeys(names(), "HX" + "a" * 32)
    await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r1")

    assert prism.responses(201) == before + 1


async def test_menus_can_be_tapped_where_their_templates_are(stub: TwilioStub, sender_to: Senders) -> None:
    """After `rumbo twilio menus` choices go out as a list on WhatsApp; other texts, and SMS, go out as they are."""
    assert len(list(renew(client(stub)))) == 20
    assert list(renew(client(stub))) == []
    sender = sender_to(stub.url)
    await sender.use_menus()

    await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r1")
    await sender.send("No choice.", to=PERSON, channel=Channel.WHATSAPP, reference="r2")
    await sender.send(MENU, to=PERSON, channel=Channel.SMS, reference="r3")

    listed, plain, sms = (form for method, path, form in stub.requests if method == "POST" and "Messages" in path)
    assert listed["ContentSid"].startswith("HX")
    assert "Body" not in listed
    assert json.loads(listed["ContentVariables"])["3"] == "1"
    assert plain["Body"] == "No choice."
    assert sms["Body"] == MENU


async def test_a_menu_that_twilio_refuses_goes_out_as_text(stub: TwilioStub, sender_to: Senders) -> None:
    """A template that was removed at Twilio costs nobody an answer, and is not tried again."""
    list(renew(client(stub)))
    sender = sender_to(stub.url)
    await sender.use_menus()
    stub.answers.append(Answer.refusal(400, 21656))

    await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r1")
    await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r2")

    sent = [form for method, path, form in stub.requests if method == "POST" and "Messages" in path]
    assert ["ContentSid" in form for form in sent] == [True, False, False]
    assert sent[1]["Body"] == MENU


async def test_a_menu_is_found_again_by_its_body(stub: TwilioStub, sender_to: Senders) -> None:
    """Twilio keeps of a list what stands above it; that is enough not to send it twice."""
    list(renew(client(stub)))
    sender = sender_to(stub.url)
    await sender.use_menus()
    since = datetime.now(UTC)
    sent = await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r1")

    assert await sender.find_sent(MENU, to=PERSON, channel=Channel.WHATSAPP, since=since) == (sent,)


async def test_templates_of_an_earlier_version_are_removed(stub: TwilioStub) -> None:
    """What we no longer know how to fill does not stay behind; templates of others do."""
    stub.contents += [
        {"sid": "HX" + "a" * 32, "friendly_name": "rumbo_rows_2_old"},
        {"sid": "HX" + "b" * 32, "friendly_name": "newsletter"},
    ]

    done = {name: what for what, name in renew(client(stub))}

    assert done["rumbo_rows_2_old"] == "removed"
    assert "newsletter" in {content["friendly_name"] for content in stub.contents}


async def test_without_templates_choices_are_text(stub: TwilioStub, sender_to: Senders) -> None:
    """Nobody has to prepare anything at Twilio."""
    sender = sender_to(stub.url)
    await sender.use_menus()
    await sender.send(MENU, to=PERSON, channel=Channel.WHATSAPP, reference="r1")

    assert stub.requests[-1][2]["Body"] == MENU
