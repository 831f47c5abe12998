"""What a person gets when the dialogue breaks in the middle of the way; the whole way is in `tests/service`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from bot.errors import TurnError
from bot.replies import Decision, Phrase, Turn
from channels import pipeline
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.message import Channel, InboundMessage, Kind
from channels.pipeline import Ports
from channels.render import Wording
from channels.sending import Accepted, AccountRefused, ProviderDown, Sender, SendError
from channels.simulator.sender import SimulatorSender
from knowledge.folder import ARTICLES
from knowledge.library import Library
from locales.languages import Register
from locales.phrases import Phrases

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PHRASES = Phrases.load()
WORDING = Wording(library=Library.load(ARTICLES), phrases=PHRASES, register=Register.load(), allow_unsigned=True)


class Broken:
    async def turn(
        self, text: str, *, tracker: bytes | None, language: str, first_contact: bool, country: str | None, **_: object
    ) -> tuple[Turn, bytes]:
        raise TurnError(f"could not understand {text}")


def no_sender(_: str) -> Sender:
    return SimulatorSender()


@dataclass
class Provider:
    """Takes every message, and then perhaps says nothing about it."""

    accepted: list[tuple[str, datetime]] = field(default_factory=list)
    #: What happens at the next requests, asking for messages included; None is well.
    moods: list[SendError | None] = field(default_factory=list)
    now: datetime = NOW

    def mood(self) -> None:
        if self.moods and (mood := self.moods.pop(0)) is not None:
            raise mood

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        self.accepted.append((text, self.now))
        self.mood()
        return Accepted(provider_sid=f"SMout{len(self.accepted)}")

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        self.mood()
        numbered = enumerate(self.accepted, start=1)
        return tuple(Accepted(provider_sid=f"SMout{n}") for n, (said, at) in numbered if said == text and at >= since)

    async def delete(self, provider_sid: str) -> None:
        raise NotImplementedError


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[Ports]:
    engine = connect(f"sqlite:///{tmp_path}/rumbo.sqlite")
    migrate(engine)
    journal = Journal(engine, Crypto(new_data_key()), lambda: NOW)
    yield Ports(
        journal=journal, dialogue=Broken(), wording=lambda: WORDING, sender_for=no_sender, link_to=str, now=lambda: NOW
    )
    engine.dispose()


async def heard(text: str, ports: Ports, sid: str = "SM1") -> str:
    receive(text, ports, sid)
    await pipeline.plan(sid, ports)
    return "\n".join(part.text for part in ports.journal.plan(sid))


async def answered(text: str, ports: Ports, sid: str) -> str:
    """As `heard`, and on its way, so that a later message has its turn."""
    planned = await heard(text, ports, sid)
    for part in ports.journal.plan(sid):
        await pipeline.deliver(part.id, ports)
    return planned


def receive(text: str, ports: Ports, sid: str, channel: Channel = Channel.WHATSAPP) -> None:
    message = InboundMessage(
        sid=sid,
        channel=channel,
        sender="+50255501234",
        recipient="+12025550100",
        text=text,
        kind=Kind.TEXT,
        received_at=NOW,
    )
    ports.journal.receive(message)


async def test_plan_excuses_a_broken_dialogue_and_names_whom_to_call(ports: Ports) -> None:
    """No silence and no wrong answer: an excuse, the emergency numbers, and a person who will look."""
    text = await heard("cuanto cuesta pedir asilo", ports)

    assert PHRASES.say("something_broke", "es") in text
    assert "911" in text
    assert "110: Guatemala" in text


@pytest.mark.parametrize(("word", "key"), [("ALTO", "utter_stopped"), ("STOP", "utter_stopped")])
async def test_plan_stops_without_a_dialogue(ports: Ports, word: str, key: str) -> None:
    """STOP needs no dialogue."""
    text = await heard(word, ports)
    state = ports.journal.person_state(ports.journal.person("+50255501234"))

    assert text in {PHRASES.say(key, tag) for tag in ("es", "en")}
    assert state is not None
    assert state.stopped


async def test_plan_answers_earlier_messages_first(ports: Ports) -> None:
    """While an earlier message of the person waits, nothing is decided about a later one."""
    await heard("uno", ports, "SM1")
    await heard("dos", ports, "SM2")

    planned = await pipeline.plan("SM2", ports)

    assert planned == pipeline.Plan(earlier=("SM1",))
    assert ports.journal.plan("SM2") == ()


async def test_plan_by_tables_asks_no_dialogue(ports: Ports) -> None:
    """When deciding has failed again and again, the excuse and the numbers need neither dialogue nor search."""
    receive("cuanto cuesta pedir asilo", ports, "SM1")

    planned = await pipeline.plan("SM1", replace(ports, dialogue=None), by_tables=True)  # type: ignore[arg-type]

    assert len(planned.bubbles) == 1
    assert PHRASES.say("something_broke", "es") in ports.journal.plan("SM1")[0].text


async def test_deliver_sends_once_however_often_the_answer_is_lost(ports: Ports) -> None:
    """A message that was accepted at the first try is found at the third, also when asking failed in between."""
    provider = Provider(moods=[ProviderDown(), ProviderDown()])
    ports = replace(ports, sender_for=lambda _: provider)
    receive("hola", ports, "SM1")
    await pipeline.plan("SM1", ports)
    for _ in range(2):
        with pytest.raises(ProviderDown):
            await pipeline.deliver(ports.journal.plan("SM1")[0].id, ports)
        provider.now += timedelta(minutes=1)
    await pipeline.deliver(ports.journal.plan("SM1")[0].id, ports)

    assert len(provider.accepted) == 1
    assert ports.journal.plan("SM1")[0].provider_sid == "SMout1"


async def test_deliver_does_not_take_an_earlier_answer_of_the_same_words_for_this_one(ports: Ports) -> None:
    """Who asks the same twice hears the same twice, though the second was refused at first."""
    provider = Provider()
    ports = replace(ports, sender_for=lambda _: provider)
    for sid in ("SM1", "SM2"):
        receive("hola", ports, sid)
        await pipeline.plan(sid, ports)
        if sid == "SM2":
            ports.journal.take(ports.journal.plan(sid)[0].id)
        await pipeline.deliver(ports.journal.plan(sid)[0].id, ports)

    first, second = (ports.journal.plan(sid)[0] for sid in ("SM1", "SM2"))
    assert first.text == second.text
    assert (first.provider_sid, second.provider_sid) == ("SMout1", "SMout2")


async def test_refused_account_is_an_alarm_until_a_message_is_accepted(ports: Ports) -> None:
    """Nothing is given up while Twilio refuses our account; operators see it until it is over."""
    provider = Provider(moods=[AccountRefused(20003)])
    ports = replace(ports, sender_for=lambda _: provider)
    receive("hola", ports, "SM1")
    await pipeline.plan("SM1", ports)
    with pytest.raises(AccountRefused):
        await pipeline.deliver(ports.journal.plan("SM1")[0].id, ports)
    during = ports.alarms.standing
    provider.accepted.clear()
    await pipeline.deliver(ports.journal.plan("SM1")[0].id, ports)

    assert "20003" in during["sending_whatsapp"]
    assert "sending_whatsapp" not in ports.alarms.standing
    assert len(provider.accepted) == 1


@pytest.mark.parametrize(
    ("minutes", "is_excused"), [pytest.param(9, False, id="soon"), pytest.param(11, True, id="late")]
)
async def test_late_answer_begins_with_an_excuse(ports: Ports, minutes: int, is_excused: bool) -> None:
    """Who waited long hears that we are sorry, once, in front of the first answer."""
    ports = replace(ports, now=lambda: NOW + timedelta(minutes=minutes))
    first, second = await answered("hola", ports, "SM1"), await heard("que tal", ports, "SM2")

    sorry = PHRASES.say("sorry_for_the_wait", "es")
    assert first.startswith(sorry) is is_excused
    assert second
    assert sorry not in second


async def test_late_stop_is_obeyed_without_an_excuse(ports: Ports) -> None:
    """Who wants to hear nothing hears no more than that."""
    text = await heard("ALTO", replace(ports, now=lambda: NOW + timedelta(hours=2)))

    assert PHRASES.say("sorry_for_the_wait", "es") not in text


class Forgetful(Broken):
    """Cannot go on with any conversation."""

    async def turn(
        self, text: str, *, tracker: bytes | None, language: str, first_contact: bool, country: str | None, **_: object
    ) -> tuple[Turn, bytes]:
        if tracker == b"damaged":
            raise TurnError("cannot be read")
        thanks = (Phrase(key="utter_thanks"),)
        return Turn(replies=thanks, intent="thanks", decision=Decision.COMMAND, language=language), b"damaged"


async def test_damaged_conversation_begins_anew(ports: Ports) -> None:
    """One broken state does not turn every further answer to this person into an excuse."""
    ports = replace(ports, dialogue=Forgetful())
    texts = [await answered("gracias", ports, sid) for sid in ("SM1", "SM2")]

    assert texts == [PHRASES.say("utter_thanks", "es")] * 2
    assert not ports.alarms.standing


async def test_broken_dialogue_is_an_alarm_until_it_works(ports: Ports) -> None:
    """Operators see that people get excuses, and when it is over."""
    await answered("cuanto cuesta pedir asilo", ports, "SM1")
    during = ports.alarms.standing
    await heard("gracias", replace(ports, dialogue=Forgetful()), "SM2")

    assert "TurnError" in during["turns"]
    assert not ports.alarms.standing


async def test_deliver_asks_nothing_for_what_was_taken_with_the_decision(ports: Ports) -> None:
    """The first try sends at once; a second one first looks whether the first arrived."""
    provider = Provider(moods=[ProviderDown()])
    ports = replace(ports, sender_for=lambda _: provider)
    receive("hola", ports, "SM1")
    planned = await pipeline.plan("SM1", ports)
    with pytest.raises(ProviderDown):
        await pipeline.deliver(planned.bubbles[0], ports, planned.taken)
    await pipeline.deliver(planned.bubbles[0], ports)

    assert planned.taken is not None
    assert len(provider.accepted) == 1
    assert ports.journal.plan("SM1")[0].provider_sid == "SMout1"


async def test_segments_that_leave_are_counted(ports: Ports) -> None:
    """What an answer by SMS costs shows in the metrics, its first message too."""

    def counted() -> float:
        return REGISTRY.get_sample_value("rumbo_sms_segments_total", {"language": "es"}) or 0.0

    before = counted()
    receive("cuanto cuesta pedir asilo", ports, "SM1", Channel.SMS)
    await pipeline.plan("SM1", ports)

    segments = sum(part.segments for part in ports.journal.plan("SM1"))
    assert segments > 0
    assert counted() - before == segments
