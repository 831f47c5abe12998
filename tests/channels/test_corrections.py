"""Told wrong on Monday, repaired on Tuesday: from the answer to the correction, with nothing fake but the provider."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.replies import ArticlePart, Decision, Effect, Phrase, Turn
from channels import corrections, pipeline, work
from channels.corrections import Prepared, prepare, start
from channels.history import History
from channels.journal.connect import connect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.migrate import migrate
from channels.journal.records import ToldBefore
from channels.knowledge_options import sms_segments
from channels.message import Channel, InboundMessage, Kind
from channels.pipeline import Ports
from channels.presence import Presence
from channels.render import Wording
from channels.retention import Retention
from channels.segments import count
from channels.sending import Accepted, ProviderDown, SendError, Stopped
from channels.sweep import Sweep
from channels.work import Work, working
from knowledge.article import Article
from knowledge.library import Library
from knowledge.sample_articles import SLUGS, read, replace_in, write_library
from knowledge.workshop.correction import Correction, correction
from locales.languages import Register
from locales.phrases import Phrases

SLUG = "us-asylum-fees"
MONDAY = datetime(2026, 7, 6, 15, tzinfo=UTC)
ANA, LUIS = "+525512345678", "+50255501234"
SAID = {"en": "It costs {{ fee.form }} now.", "es": "Ahora cuesta {{ fee.form }}."}
REGISTER = Register.load()
PHRASES = Phrases.load(register=REGISTER)
PATIENCE = 30


@dataclass
class Phone:
    """A provider that takes everything, unless told to fail."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    failures: list[SendError] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        if self.failures:
            raise self.failures.pop()
        self.sent.append((to, text))
        self.arrived.set()
        return Accepted(provider_sid=f"SMout{len(self.sent)}")

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        return ()

    async def delete(self, provider_sid: str) -> None:
        pass


class Dialogue:
    """Understands two words: ALERT, and STOP; everything else is a question about fees."""

    async def turn(
        self, text: str, *, tracker: bytes | None, language: str, first_contact: bool, country: str | None, **_: object
    ) -> tuple[Turn, bytes]:
        effects = {"ALERT": Effect.ALERT, "STOP": Effect.STOP}
        if text in effects:
            turn = Turn(
                replies=(Phrase(key="utter_alert_on"),),
                intent=text.lower(),
                decision=Decision.COMMAND,
                language=language,
                article=SLUG,
                effects=frozenset({effects[text]}),
            )
        else:
            turn = Turn(
                replies=(ArticlePart(slug=SLUG),),
                intent="ask",
                decision=Decision.ANSWER,
                language="en" if text.startswith("how") else language,
                article=SLUG,
            )
        return turn, b"state"


class Service:
    """Everything of the service that takes part, on a folder that the test edits."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self.folder, self.journal, self.now = folder, journal, MONDAY
        self.phone, self.said = Phone(), 0
        self.ports = Ports(
            journal=journal,
            dialogue=Dialogue(),
            wording=self.wording,
            sender_for=lambda _: self.phone,
            link_to=str,
            now=lambda: self.now,
        )

    def wording(self) -> Wording:
        articles = {SLUG: read(self.folder, SLUG)}
        return Wording(library=Library.of(articles, SLUGS), phrases=PHRASES, register=REGISTER, allow_unsigned=True)

    async def hears(self, text: str, sender: str = ANA, channel: Channel = Channel.SMS) -> None:
        self.said += 1
        self.now += timedelta(minutes=1)
        sid = f"SM{self.said}"
        message = InboundMessage(
            sid=sid,
            channel=channel,
            sender=sender,
            recipient="+15005550006",
            text=text,
            kind=Kind.TEXT,
            received_at=self.now,
        )
        self.journal.receive(message)
        await pipeline.plan(sid, self.ports)
        # They get it, elsewhere than on `phone`: that one is for corrections.
        for part in self.journal.plan(sid):
            self.journal.mark_accepted(part.id, f"SM-answer-{part.id}")

    async def told_and_asked(self, sender: str = ANA, channel: Channel = Channel.SMS) -> None:
        await self.hears("cuanto cuesta", sender, channel)
        await self.hears("ALERT", sender, channel)

    def repaired(self) -> Correction:
        """The editor changes the amount, and says so; once more changes nothing."""
        page = self.folder / SLUG / "article.yaml"
        if "value: $100" in page.read_text("utf-8"):
            replace_in(page, "value: $100", "value: $102")
        today = self.now.date()
        return correction(self.folder, SLUG, SAID, measure=sms_segments, today=today, allow_unsigned=True)

    def prepared(self) -> Prepared:
        return prepare(self.repaired(), self.journal, PHRASES, REGISTER, self.now)

    async def corrects(self) -> dict[str, int]:
        """What `rumbo knowledge correct` and then the worker do; the outcome in the journal."""
        made, prepared = self.repaired(), self.prepared()
        assert start(made, prepared, self.journal) is not None
        for due in self.journal.letters_due():
            await pipeline.deliver(due.bubble, self.ports)
        return dict(start(made, prepared, self.journal) or {})


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/rumbo.sqlite"


@pytest.fixture
def service(tmp_path: Path, database: str) -> Iterator[Service]:
    engine = connect(database)
    migrate(engine)
    folder = write_library(tmp_path / "articles", (SLUG,))
    made = Service(folder, Journal(engine, Crypto(new_data_key()), lambda: made.now))
    yield made
    engine.dispose()


async def test_correction_reaches_who_heard_the_old_answer_and_asked(service: Service) -> None:
    """Told on Monday, asked for it, corrected on Tuesday: one message with when, on what, and what is true."""
    await service.told_and_asked()
    await service.hears("cuanto cuesta", LUIS)
    service.now += timedelta(days=1)

    outcome = await service.corrects()

    assert outcome == {"accepted": 1}
    ((to, text),) = service.phone.sent
    assert to == ANA
    assert "6 jul 2026" in text
    assert f"Sobre {SLUG}" in text
    assert "Ahora cuesta $102." in text


async def test_correction_does_not_reach_who_heard_what_is_true(service: Service) -> None:
    """Who asked after the change has nothing to be corrected."""
    service.repaired()
    await service.told_and_asked()

    assert await service.corrects() == {}
    assert service.phone.sent == []


async def test_correction_is_sent_once(service: Service) -> None:
    """The command twice, the workflow twice: one message."""
    await service.told_and_asked()
    await service.corrects()
    again = await service.corrects()

    assert again == {"accepted": 1}
    assert len(service.phone.sent) == 1


async def test_correction_comes_in_the_language_of_the_answer(service: Service) -> None:
    """Who was answered in English is corrected in English."""
    await service.hears("how much is it")
    await service.hears("ALERT")
    await service.corrects()

    ((_, text),) = service.phone.sent
    assert "It costs $102 now." in text
    assert text.startswith("Rumbo, correction.")


async def test_correction_respects_stop(service: Service) -> None:
    """STOP before the correction, or between planning and sending, means nothing is sent."""
    await service.told_and_asked()
    await service.told_and_asked(LUIS)
    await service.hears("STOP")
    prepared = service.prepared()
    start(service.repaired(), prepared, service.journal)
    await service.hears("STOP", LUIS)
    outcome = await service.corrects()

    assert (prepared.stopped, prepared.reachable) == (1, 1)
    assert outcome == {"suppressed": 2}
    assert service.phone.sent == []


async def test_correction_respects_whatsapps_window(service: Service) -> None:
    """Within 24 hours of the person's message it is sent; later it is not, and is counted."""
    await service.told_and_asked(ANA, Channel.WHATSAPP)
    service.now += timedelta(hours=20)
    await service.told_and_asked(LUIS, Channel.WHATSAPP)
    service.now += timedelta(hours=5)
    prepared = service.prepared()
    outcome = await service.corrects()

    assert (prepared.outside_window, prepared.reachable) == (1, 1)
    assert outcome == {"accepted": 1, "outside_window": 1}
    assert [to for to, _ in service.phone.sent] == [LUIS]


async def test_correction_ends_after_thirty_days(service: Service) -> None:
    """Who heard it longer ago is not written to out of the blue."""
    await service.told_and_asked()
    service.now += timedelta(days=30, minutes=1)

    assert await service.corrects() == {}


@pytest.mark.parametrize("gone", ["erased", "purged"])
async def test_correction_does_not_reach_who_is_gone(service: Service, gone: str) -> None:
    """Nobody who was erased or purged is written to, not even when it was planned already."""
    await service.told_and_asked()
    start(service.repaired(), service.prepared(), service.journal)
    bubble = service.journal.letters_due()[0].bubble
    if gone == "erased":
        service.journal.erase(ANA)
    else:
        service.now += timedelta(days=31)
        service.journal.purge(service.now - timedelta(days=30))
    await pipeline.deliver(bubble, service.ports)

    assert service.phone.sent == []


async def test_correction_of_the_same_version_in_other_words_is_refused(service: Service) -> None:
    """There is one correction for one change."""
    made, prepared = service.repaired(), service.prepared()
    other = Correction(article=made.article, version=made.version, words={**made.words, "es": "Otra cosa."})

    assert start(made, prepared, service.journal) == {}
    assert start(other, prepared, service.journal) is None


async def test_correction_that_the_provider_refuses_for_good_is_counted(service: Service) -> None:
    """A person who stopped us at the provider is noted as stopped."""
    await service.told_and_asked()
    service.phone.failures = [Stopped(21610)]

    outcome = await service.corrects()
    state = service.journal.person_state(service.journal.person(ANA))

    assert outcome == {"stopped": 1}
    assert state is not None
    assert state.stopped


async def test_withheld_answer_is_nothing_to_correct(service: Service) -> None:
    """Who only read that the article is too old was not told anything wrong."""
    replace_in(service.folder / SLUG / "article.yaml", "risk: normal", "risk: high")
    service.now = datetime(2026, 12, 1, tzinfo=UTC)
    await service.told_and_asked()

    assert service.prepared().letters == ()


@pytest.mark.parametrize("tag", ["es", "en"])
@pytest.mark.parametrize("channel", Channel)
def test_longest_correction_is_one_message_of_two_segments(service: Service, tag: str, channel: Channel) -> None:
    """Whatever the editor may write, the whole of it fits two SMS."""
    article = _titled(read(service.folder, SLUG), tag, "x" * 40)
    long = Correction(article=article, version="0" * 16, words={tag: "á" * 160})
    told = ToldBefore(
        person="p",
        channel=channel,
        told_at=datetime(2026, 12, 24, tzinfo=UTC),
        language=tag,
        stopped=False,
        last_inbound=None,
    )
    part = corrections.letter(long, told, PHRASES, REGISTER)

    assert "x" * 40 in part.text
    assert channel is Channel.WHATSAPP or count(part.text).segments == part.segments == 2


def _titled(article: Article, tag: str, title: str) -> Article:

    return replace(article, words={tag: replace(article.words[tag], title=title)})


async def test_running_service_sends_what_the_command_wrote(service: Service, database: str) -> None:
    """A durable workflow for each person, found by the sweep, tried again when the provider is away for a moment."""
    await service.told_and_asked()
    start(service.repaired(), service.prepared(), service.journal)
    service.phone.failures = [ProviderDown()]
    presence = Presence(database)
    work.configure(database, presence)

    history, retention = History(database), Retention(service.journal, timedelta(days=30))
    sweep = Sweep(service.ports, Work(service.ports, history), history, retention)
    async with working(presence, sweep.for_ever):
        await asyncio.wait_for(service.phone.arrived.wait(), PATIENCE)
        await sweep.once()

    assert [to for to, _ in service.phone.sent] == [ANA]
