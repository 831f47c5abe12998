"""Alarms to people, by e-mail or webhook: somebody in danger waits, or the service itself is in trouble.

Nothing of a person is in them. An alarm for somebody in danger is claimed in the database before it is sent and given
back when it cannot be, so that of several machines one rings, and none is lost to a crash of a mail server.
"""

from __future__ import annotations

import asyncio
import smtplib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote, urlsplit

import httpx
import structlog

from channels.alarms import Alarms
from channels.errors import ConfigurationError
from channels.journal.conversations import Conversations
from channels.journal.handoffs import Unheard
from channels.settings import Settings
from locales.phrases import Phrases

log = structlog.get_logger()

#: Seconds between two looks, and that a mail server or webhook has to answer.
EVERY, PATIENCE = 5, 15
#: Seconds for which the same trouble rings no second time.
QUIET = 3600.0
LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Where alarms go; each may be empty."""

    email_to: tuple[str, ...]
    email_from: str
    #: smtp://user:password@host:587 (with STARTTLS) or smtps://host:465.
    smtp_url: str
    webhook: str
    #: Where the console is.
    address: str

    async def ring(self, subject: str, text: str) -> None:
        """Raises OSError, SMTPException or HTTPError when one of the two did not take it."""
        if self.webhook:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                (await client.post(self.webhook, json={"text": f"{subject}\n{text}"})).raise_for_status()
        if self.email_to:
            await asyncio.to_thread(self._mail, subject, text)

    def _mail(self, subject: str, text: str) -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject, self.email_from, ", ".join(self.email_to)
        message.set_content(text)
        server = urlsplit(self.smtp_url)
        secure = server.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(server.hostname or "localhost", server.port or (465 if secure else 587), timeout=PATIENCE) as smtp:
            if not secure and smtp.has_extn("starttls"):
                smtp.starttls()
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)


def bell_of(settings: Settings) -> Bell | None:
    """Where alarms go, if anywhere. Raises ConfigurationError for an address without a mail server."""
    to = tuple(each.strip() for each in settings.alarm_email_to.split(",") if each.strip())
    smtp_url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    webhook = settings.alarm_webhook.get_secret_value() if settings.alarm_webhook else ""
    if to and not smtp_url.startswith(("smtp://", "smtps://")):
        raise ConfigurationError("ALARM_EMAIL_TO needs SMTP_URL, such as smtp://user:password@mail.example.org:587.")
    if not to and not webhook:
        return None
    return Bell(
        email_to=to,
        email_from=settings.alarm_email_from or next(iter(to), ""),
        smtp_url=smtp_url,
        webhook=webhook,
        address=settings.public_url or "",
    )


class Troubles:
    """What the service says of itself (`channels.alarms`) on its way to people; can be told from any thread."""

    def __init__(self, alarms: Alarms, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._rung: dict[str, float] = {}
        #: Name and reason of what nobody was told of yet.
        self.waiting: dict[str, str] = dict(alarms.standing)
        alarms.listen(self._hear)

    def _hear(self, name: str, reason: str) -> None:
        if self._now() - self._rung.get(name, -QUIET) >= QUIET:
            self.waiting[name] = reason

    def told(self, names: Iterable[str]) -> None:
        for name in names:
            self._rung[name] = self._now()
            self.waiting.pop(name, None)


async def ring_for_ever(bell: Bell, conversations: Conversations, troubles: Troubles, phrases: Phrases) -> None:
    while True:
        # Apart: without its database the service cannot ask who is in danger, and that is what people must hear.
        looks = (partial(ring_for_danger, bell, conversations), partial(ring_for_trouble, bell, troubles))
        for look in looks:
            try:
                await look(phrases)
            except Exception:
                log.exception("alarm_not_sent")
        await asyncio.sleep(EVERY)


async def ring_for_trouble(bell: Bell, troubles: Troubles, phrases: Phrases) -> int:
    """Ring once for all that is wrong with the service and was not told yet; how much. Else it is tried again."""
    waiting = dict(troubles.waiting)
    if not waiting:
        return 0
    subject = " · ".join(phrases.say("alarm_trouble_subject", tag, names=", ".join(waiting)) for tag in LANGUAGES)
    reasons = "\n".join(f"{name}: {reason}" for name, reason in waiting.items())
    link = f"{bell.address}/readyz"
    advice = [phrases.say("alarm_trouble_text", tag, link=link) for tag in LANGUAGES]
    await bell.ring(subject, "\n\n".join((reasons, *advice)))
    troubles.told(waiting)
    return len(waiting)


async def ring_for_danger(bell: Bell, conversations: Conversations, phrases: Phrases) -> int:
    """Ring once for everybody in danger for whom nothing rang yet; how many. What cannot be sent is tried again."""
    unheard = await asyncio.to_thread(conversations.claim_unheard)
    if not unheard:
        return 0
    try:
        await bell.ring(*words(unheard, phrases, bell.address))
    except Exception:
        await asyncio.to_thread(conversations.not_heard, [each.id for each in unheard])
        raise
    return len(unheard)


def words(unheard: Sequence[Unheard], phrases: Phrases, address: str) -> tuple[str, str]:
    """Subject and text, in both languages, since nobody knows who reads it."""
    number, kinds = str(len(unheard)), ", ".join(sorted({each.reason for each in unheard}))
    subject = " · ".join(phrases.say("alarm_subject", tag, number=number) for tag in LANGUAGES)
    link = f"{address}/console/handoffs"
    lines = [phrases.say("alarm_text", tag, number=number, kinds=kinds, link=link) for tag in LANGUAGES]
    return subject, "\n\n".join(lines)
