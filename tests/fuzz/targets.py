"""The parts that meet what strangers send, and what each must hold whatever comes. A target raises when it does not."""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from fastapi import APIRouter, FastAPI

from bot.replies import Decision
from channels.edge import WithBodyLimit
from channels.fit import fit
from channels.journal.crypto import Crypto, spellings
from channels.journal.redact import redact
from channels.media import LinkRefused, Links, Media
from channels.message import Channel
from channels.render import Bubble
from channels.segments import count, fold, split
from channels.settings import Settings
from channels.simulator import page
from channels.telephone import UnreadableNumberError, e164
from channels.twilio import parse
from channels.twilio.errors import TwilioRequestError
from channels.twilio.form import Form
from channels.twilio.verify import Verifier
from channels.twilio.webhook import WebhookDeps, router
from channels.without_dialogue import turn_without_dialogue
from knowledge.errors import KnowledgeError
from knowledge.folder import ARTICLES, read_article
from knowledge.normalise import fold as letters
from knowledge.normalise import normalise
from knowledge.parse import parse_article
from knowledge.workshop.tables import read_table
from knowledge.yamldoc import read_yaml
from locales.choose import choose_language
from locales.commands import recognise
from locales.identify import identify
from locales.languages import Register
from tests.channels.twilio import payloads
from tests.fuzz import hostile
from tests.twilio_signature import sign

if TYPE_CHECKING:
    from bot.engine import Engine

PUBLIC, PATH = "https://rumbo.example.org", "/webhooks/twilio"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEVEN_IN_A_ROW = re.compile(r"\d{7}")
#: What a webhook may answer: never 500, and 503 only where the database is broken.
ANSWERS = {200, 400, 403, 413}
#: As in the service: read once, at the start.
REGISTER = Register.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    run: Callable[[random.Random], None]
    #: Of 1,000 inputs.
    share: int
    #: What has to be there first, so that its seconds count against no input.
    ready: Callable[[], object] = lambda: None


def form(rng: random.Random) -> None:
    """A form is a message, a report, or refused."""
    payload = rng.choice(payloads.ALL)
    read = parse.status if payload.is_status else partial(parse.inbound, received_at=NOON)
    with suppress(TwilioRequestError):
        if rng.random() < 0.5:
            parsed = Form.parse(hostile.bytes_(rng, payload.form.encoded()))
        else:
            parsed = payload.with_field(rng.choice([*payload.form, "Body", "From"]), hostile.text(rng))
        read(parsed, account_sid=payloads.ACCOUNT)


def blanking(rng: random.Random) -> None:
    """No seven digits in a row are left, and doing it again changes no mark into something else."""
    assert SEVEN_IN_A_ROW.search(redact(hostile.text(rng))) is None


def sms(rng: random.Random) -> None:
    """A text of any kind becomes parts that are counted as they are sent, and none of them is empty."""
    # What goes out is ours or an operator's, and no longer than Twilio takes.
    text = hostile.text(rng)[:1600]
    folded = fold(text)
    assert count(folded).segments >= 0
    channel = rng.choice(list(Channel))
    parts = fit((Bubble(text=text),), channel, rng.choice(REGISTER.languages).fold)
    if channel is Channel.SMS:
        assert all(count(part.text).segments == part.segments for part in parts)
    for part in split(folded, 3):
        assert part


def language(rng: random.Random) -> None:
    """Every text has a language that we know, chosen in the end from the register."""
    text, known = hostile.text(rng), {each.tag for each in REGISTER.languages}
    assert choose_language(chosen=None, guess=identify(text), last=None) in known
    recognise(text)
    normalise(text)
    letters(text)


def tables(rng: random.Random) -> None:
    """Without a model there is always a turn, and orders to a machine are no command of ours."""
    text = hostile.text(rng)
    turn = turn_without_dialogue(text, rng.choice(("es", "en", "mam")), rng.choice((None, "us", "gt")))
    assert isinstance(turn.decision, Decision)
    assert turn.replies


@cache
def articles() -> tuple[tuple[str, dict[str, bytes | None]], ...]:
    return tuple((folder.name, dict(read_article(folder))) for folder in sorted(ARTICLES.iterdir())[:12])


def article(rng: random.Random) -> None:
    """A damaged article is a list of problems, never an error."""
    slug, files = rng.choice(articles())
    files = dict(files)
    name = rng.choice(list(files))
    files[rng.choice((name, name, name, rng.choice(hostile.PATHS)))] = hostile.bytes_(rng, files[name] or b"")
    parse_article(rng.choice((slug, slug, rng.choice(hostile.PATHS))), files)


def yaml(rng: random.Random) -> None:
    """Bombs and noise are problems with a line."""
    text = hostile.yaml_bomb(rng) if rng.random() < 0.5 else hostile.text(rng)
    # It comes from bytes, which have no halves of surrogate pairs.
    read_yaml(text.encode(errors="replace").decode(), file="x.yaml")


GOOD = hostile.workbook([["key", "Spanish", "mam"], ["utter_stopped", "Alto.", ""]])


def spreadsheet(rng: random.Random) -> None:
    """A spreadsheet is rows of text, or refused."""
    name = rng.choice(("x.xlsx", "x.xlsx", "x.csv"))
    content = hostile.text(rng).encode(errors="surrogatepass")
    if name == "x.xlsx":
        content = hostile.xlsx_bomb(rng, GOOD) if rng.random() < 0.5 else hostile.bytes_(rng, GOOD)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        try:
            rows = read_table(file)
        except KnowledgeError:
            return
    assert sum(len(cell) for row in rows for cell in row) <= 50_000_000


def number(rng: random.Random) -> None:
    """What an operator types is a number or refused; every spelling has one pseudonym of 64 digits."""
    text = rng.choice((hostile.text(rng), "+502" + hostile.text(rng)[:12], "whatsapp:+521" + "5" * rng.randint(0, 20)))
    for spelled in spellings(text):
        assert re.fullmatch(r"[0-9a-f]{64}", KEY.person(spelled))
    assert KEY.open(KEY.seal(text)) is not None
    with suppress(UnreadableNumberError):
        assert e164(text).startswith("+")


KEY = Crypto("fuzz-fuzz-fuzz-fuzz-fuzz")


LINKS = Links("fuzz-fuzz-fuzz-fuzz-fuzz")
GOOD_LINK = LINKS.to(Media(tag="mam", town="Todos Santos")).rpartition("/")[2]


def link(rng: random.Random) -> None:
    """A link that was made up or changed leads nowhere."""
    changed = hostile.bytes_(rng, GOOD_LINK.encode()).decode(errors="replace")
    if changed != GOOD_LINK:
        with suppress(LinkRefused):
            assert LINKS.opened(changed) == LINKS.opened(GOOD_LINK)  # base64 has spellings of the same bytes
    with suppress(LinkRefused):
        raise AssertionError(LINKS.opened(rng.choice((hostile.text(rng), rng.choice(hostile.PATHS)))))


def bubble(rng: random.Random) -> None:
    """A page shows a text as text: no tag of theirs, whatever marks they use."""
    shown = str(page.said(hostile.text(rng), rng.choice(list(Channel))))
    assert not re.search(r"<(?!/?(?:strong|em)>)", shown)


def webhook_router() -> APIRouter:
    async def keep(_given: object) -> None: ...

    verifier = Verifier(public_url=PUBLIC, auth_tokens=("token",))
    return router(
        WebhookDeps(verifier=verifier, account_sid=payloads.ACCOUNT, receive=keep, record_status=keep, now=lambda: NOON)
    )


@dataclass
class Webhooks:
    """The two addresses, called over HTTP in one loop."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        app = FastAPI()
        app.include_router(webhook_router())
        app.add_middleware(WithBodyLimit)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://10.0.0.7:8000")

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        sent = self.client.post(path, content=body, headers=headers)
        return self.loop.run_until_complete(sent).status_code


@cache
def webhooks() -> Webhooks:
    return Webhooks()


def webhook(rng: random.Random) -> None:
    """Signed or not, whole or torn, larger than allowed or empty: one of four answers."""
    payload = rng.choice(payloads.ALL)
    fields = tuple((n, hostile.text(rng) if rng.random() < 0.2 else v) for n, v in payload.fields)
    fields = tuple((n, v.encode(errors="replace").decode()) for n, v in fields)
    body = Form(fields).encoded()
    headers = {"X-Twilio-Signature": sign("token", PUBLIC + payload.path, fields), "Content-Type": FORM_TYPE}
    match rng.randrange(6):
        case 0:
            body = hostile.bytes_(rng, body)
        case 1:
            headers["X-Twilio-Signature"] = rng.choice(("", "x", "=" * 5000, "\xff\xfe"))
        case 2:
            headers["Content-Type"] = rng.choice(("", "text/plain", f"{FORM_TYPE}; charset=x", "a" * 2000))
        case 3:
            body = b"Body=" + b"x" * rng.choice((130_000, 1_100_000, 10_000_000 if rng.random() < 0.02 else 200_000))
        case _:
            pass
    raw = {name: value.encode("latin-1", "replace") for name, value in headers.items()}
    answer = webhooks().post(payload.path + rng.choice(("", "", "?x=%00", "?" + "a" * 3000)), body, raw)  # type: ignore[arg-type]
    assert answer in ANSWERS, answer


@cache
def engine() -> Engine:
    """The dialogue with its model, over articles found by letters alone; takes seconds."""
    from bot.engine import Engine  # noqa: PLC0415 - brings Rasa
    from bot.train import train  # noqa: PLC0415
    from channels.content import Content  # noqa: PLC0415
    from knowledge.testing import LetterEncoder  # noqa: PLC0415

    content = Content(Settings(), LetterEncoder())
    return Engine.load(train(), answers=content)


def dialogue(rng: random.Random) -> None:
    """The whole dialogue takes orders from nobody: it answers in keys and slugs, and reads back what it remembered."""
    turn, tracker = webhooks().loop.run_until_complete(
        engine().turn(hostile.text(rng)[:1600], tracker=None, language="es", first_contact=False, country=None)
    )
    assert turn.replies
    webhooks().loop.run_until_complete(
        engine().turn(hostile.text(rng)[:1600], tracker=tracker, language="es", first_contact=False, country=None)
    )


FORM_TYPE = "application/x-www-form-urlencoded"

#: With the model, which takes its time: not in the short run.
WITH_MODEL = Target(name="dialogue", run=dialogue, share=10, ready=engine)
TARGETS = (
    Target(name="form", run=form, share=200),
    Target(name="webhook", run=webhook, share=150),
    Target(name="blanking out", run=blanking, share=120),
    Target(name="SMS", run=sms, share=120),
    Target(name="language", run=language, share=120),
    Target(name="without a model", run=tables, share=60),
    Target(name="article", run=article, share=50),
    Target(name="YAML", run=yaml, share=80),
    Target(name="spreadsheet", run=spreadsheet, share=20),
    Target(name="media link", run=link, share=30),
    Target(name="number", run=number, share=40),
    Target(name="bubble on a page", run=bubble, share=40),
)
