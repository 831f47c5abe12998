"""The composition root: settings in, a running service out. Nothing else builds adapters.

`create_app` makes the FastAPI application; its lifespan opens the database, loads the models, starts the worker and
follows the folder of articles, and closes everything again.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from channels import health, media, work
from channels.alarms import Alarms
from channels.bell import Troubles, bell_of, ring_for_ever
from channels.catch_up import CatchUp
from channels.console import app as console
from channels.console import left_alone
from channels.console.openid import openid_of
from channels.console.reading import Reading, periods_within
from channels.console.visit import Console
from channels.content import Content
from channels.counting import Counting
from channels.dialogue import load_dialogue
from channels.doors import Doors, data_key, open_doors
from channels.edge import WithBodyLimit, WithHeaders
from channels.history import History
from channels.journal.journal import Journal
from channels.journal.records import OutboundState
from channels.media import Links, Media
from channels.message import InboundMessage
from channels.pipeline import Ports
from channels.presence import Presence
from channels.public_numbers import PublicNumbers
from channels.recovery import Recovery
from channels.retention import Retention
from channels.sending import Sender, StatusUpdate
from channels.settings import ROOT, Settings
from channels.simulator import page
from channels.simulator.sender import NoSender, SimulatorSender, is_simulated
from channels.sweep import Sweep
from channels.twilio import webhook
from channels.twilio.inbox import TwilioInbox
from channels.twilio.send import TwilioAccount, TwilioSender
from channels.twilio.verify import Verifier, split_tokens
from channels.work import Work, working

log = structlog.get_logger()

HTMX = ROOT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
#: Seconds that the start waits for Twilio's list of what came in meanwhile.
CATCHING_UP = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a running service is made of."""

    settings: Settings
    doors: Doors
    content: Content
    work: Work
    console: Console
    sweep: Sweep
    recovery: Recovery
    twilio: TwilioSender | None
    #: Links to pictures and recordings for our own pages.
    own_links: Links
    #: Why there is no dialogue; empty when there is one.
    dialogue_trouble: str

    def parts(self) -> health.Parts:
        return health.Parts(
            journal=self.doors.journal,
            content=self.content,
            dialogue=self.dialogue_trouble,
            alarms=self.work.ports.alarms,
        )

    async def receive(self, message: InboundMessage) -> None:
        """Keep a message and queue it; what goes wrong is an alarm, and the caller's to tell the provider."""
        try:
            await self.work.receive(message)
        except (Exception, asyncio.CancelledError) as error:
            self.work.ports.alarms.ring("storing", f"Messages cannot be stored in time: {type(error).__name__}.")
            raise
        self.work.ports.alarms.clear("storing")

    async def record_status(self, update: StatusUpdate) -> None:
        code = None if update.failure is None else str(update.failure.provider_code or update.failure.code)
        if update.failure is not None and update.failure.alarm:
            self.work.ports.alarms.note("message_refused", str(update.failure))
        await asyncio.to_thread(self.doors.journal.record_status, update.provider_sid, update.state.value, code)

    async def conversation(self, number: str) -> list[page.Bubble]:
        """What the visitor's phone shows: their own words as they wrote them are not kept, so theirs are redacted."""
        bubbles = await asyncio.to_thread(self.doors.journal.conversation, self.doors.journal.person(number))
        return [
            page.Bubble(
                text=each.text,
                mine=each.inbound,
                segments=each.segments,
                encoding=each.encoding,
                media=self.own_links.to(Media.read(each.media)) if each.media else "",
                media_type=Media.read(each.media).kind if each.media else "",
            )
            for each in bubbles
            if each.state is not OutboundState.SUPPRESSED
        ]


def create_app(settings: Settings, *, port: int = 0) -> FastAPI:
    """The application; everything slow happens in its lifespan. `port` tells processes on one machine apart."""
    # Refused now, and not when somebody is in danger or wants to sign in.
    _ = bell_of(settings), openid_of(settings)
    doors = open_doors(settings)
    presence = Presence(settings.database_url, port)
    work.configure(settings.database_url, presence)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with loading():
            service = await asyncio.to_thread(build, settings, doors, presence)
        include_pages(app, service)
        if settings.has_twilio and not settings.serves_unsigned:
            log.warning("only_signed_articles_are_answered", setting="ALLOW_UNSIGNED")
        elif settings.has_twilio:
            log.warning("unsigned_articles_are_answered", setting="ALLOW_UNSIGNED")
        if settings.twilio_menus and service.twilio is not None:
            await service.twilio.use_menus()
        stop, parts = asyncio.Event(), service.parts()
        ringing = ring(service)
        watching = asyncio.create_task(service.content.live.watch(stop), name="articles")
        looking = asyncio.create_task(health.watch(parts, stop), name="health")
        try:
            async with working(presence, service.sweep.for_ever, service.recovery.for_ever):
                await service.sweep.caught_up(CATCHING_UP)
                health.ready(app, parts)
                log.info("ready", articles=len(service.content.live.current.articles))
                yield
        finally:
            stop.set()
            if ringing is not None:
                ringing.cancel()
            await asyncio.gather(watching, looking, return_exceptions=True)
            if service.twilio is not None:
                service.twilio.close()

    app = FastAPI(title="Rumbo", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(WithBodyLimit)
    app.add_middleware(WithHeaders, https_only=(settings.public_url or "").startswith("https:"))
    app.include_router(health.router)
    app.state.desk = doors.desk
    app.state.metrics_token = settings.metrics_token and settings.metrics_token.get_secret_value()
    return app


@contextmanager
def loading() -> Iterator[None]:
    """Nothing of what is loaded now is ever garbage: looking through all of it would stop the service for 0.3 seconds
    again and again, and every message meanwhile.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def ring(service: Service) -> asyncio.Task[None] | None:
    """Alarms to people, when there is somebody to tell."""
    bell = bell_of(service.settings)
    if bell is None:
        return None
    phrases = service.content.wording().phrases
    troubles = Troubles(service.work.ports.alarms)
    return asyncio.create_task(ring_for_ever(bell, service.doors.conversations, troubles, phrases), name="alarms")


def build(settings: Settings, doors: Doors, presence: Presence) -> Service:
    """Load the models and put the parts together; takes seconds. Without a model it still starts, and says so."""
    content = Content.load_or_without_search(settings)
    journal = doors.journal
    journal.public_numbers = PublicNumbers(lambda: content.live.current)
    twilio = twilio_sender(settings)
    loaded = load_dialogue(content)
    key = data_key(settings)
    ports = Ports(
        journal=journal,
        dialogue=loaded.dialogue,
        wording=content.wording,
        sender_for=senders(twilio),
        flood_limit=settings.flood_limit,
        office=settings.office,
        process=presence.name,
        link_to=Links(key, settings.public_url or "").to,
    )
    history = History(settings.database_url)
    work = Work(ports, history)
    retention = Retention(journal, timedelta(days=settings.retention_days))
    own_links = Links(key)
    desk = console_of(settings, doors, content, work, own_links)
    fetching = catch_up(settings, journal, ports.alarms)
    return Service(
        settings=settings,
        doors=doors,
        content=content,
        work=work,
        console=desk,
        sweep=Sweep(
            ports,
            work,
            history,
            retention,
            fetching,
            others=(partial(left_alone.hand_back, desk), Counting(desk.reading.figures, desk.reading.periods).apply),
        ),
        recovery=Recovery(presence, history, work, journal),
        twilio=twilio,
        own_links=own_links,
        dialogue_trouble=loaded.trouble,
    )


def senders(twilio: TwilioSender | None) -> Callable[[str], Sender]:
    """Who carries messages to an address, or has the message with an id."""
    simulator, nobody = SimulatorSender(), NoSender()

    def sender_for(address_or_sid: str) -> Sender:
        if is_simulated(address_or_sid):
            return simulator
        # Without Twilio's settings a real number can only be from a time when they were there.
        return twilio or nobody

    return sender_for


def catch_up(settings: Settings, journal: Journal, alarms: Alarms) -> CatchUp | None:
    """None without a provider, and with CATCH_UP_HOURS=0."""
    account = twilio_account(settings)
    if account is None or not settings.catch_up_hours:
        return None
    # What was deleted by age must not look as if it had never come.
    kept = timedelta(days=settings.retention_days) - timedelta(hours=1)
    return CatchUp(TwilioInbox(account), journal, alarms, min(timedelta(hours=settings.catch_up_hours), kept))


def twilio_sender(settings: Settings) -> TwilioSender | None:
    account = twilio_account(settings)
    return None if account is None else TwilioSender(account)


def twilio_account(settings: Settings) -> TwilioAccount | None:
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None or settings.public_url is None:
        return None
    return TwilioAccount(
        sid=settings.twilio_account_sid,
        auth_token=split_tokens(settings.twilio_auth_token.get_secret_value())[0],
        sms_from=settings.twilio_sms_from,
        whatsapp_from=settings.twilio_whatsapp_from,
        public_url=settings.public_url,
        api_url=settings.twilio_api_url,
    )


def include_pages(app: FastAPI, service: Service) -> None:
    settings = service.settings
    if settings.twilio_account_sid and settings.twilio_auth_token and settings.public_url:
        tokens = split_tokens(settings.twilio_auth_token.get_secret_value())
        app.include_router(
            webhook.router(
                webhook.WebhookDeps(
                    verifier=Verifier(public_url=settings.public_url, auth_tokens=tokens),
                    account_sid=settings.twilio_account_sid,
                    receive=service.receive,
                    record_status=service.record_status,
                    now=lambda: datetime.now(UTC),
                )
            )
        )
    app.include_router(media.router(service.own_links, service.content.media))
    if settings.has_simulator:
        include_simulator(app, service)
    app.mount("/assets", StaticFiles(directory=HTMX.parent, check_dir=False))
    # A mounted application answers below its address; the redirect must not name our own address behind a proxy.
    app.add_api_route("/console", lambda: RedirectResponse("/console/"), include_in_schema=False)
    app.mount("/console", console.create(service.console))


def include_simulator(app: FastAPI, service: Service) -> None:
    wording = service.content.wording()
    app.include_router(
        page.router(
            page.Simulated(
                receive=service.work.receive,
                settled=service.work.settled,
                conversation=service.conversation,
                phrases=wording.phrases,
                register=wording.register,
            )
        )
    )
    app.mount("/try/static", StaticFiles(directory=Path(page.__file__).parent / "static"))


def console_of(settings: Settings, doors: Doors, content: Content, work: Work, links: Links) -> Console:
    """What the console needs of the service."""
    return Console(
        desk=doors.desk,
        conversations=doors.conversations,
        wording=content.wording,
        send=work.enqueue_letters,
        erase=work.erase_person,
        link_to=links.to,
        reading=Reading(
            figures=doors.figures,
            unanswered=doors.unanswered,
            content=content,
            folder=settings.knowledge_dir,
            periods=periods_within(settings.retention_days),
            now=lambda: datetime.now(UTC),
        ),
        office=settings.office,
        openid=openid_of(settings),
        address=(settings.public_url or "").rstrip("/"),
        secure=(settings.public_url or "").startswith("https:"),
        lasts=timedelta(hours=settings.console_session_hours),
    )
