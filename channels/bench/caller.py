"""Twilio's side of a webhook: forms signed with the account's token, posted when they are due."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from channels.bench.script import Said

PATH = "/webhooks/twilio"
#: Twilio gives up on a webhook after this many seconds.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the service takes for Twilio."""

    sid: str
    token: str
    #: The service's number.
    number: str
    #: The address that is signed; the one that is called may be another, as behind a proxy.
    public_url: str

    def request(self, said: Said, path: str = PATH) -> tuple[bytes, dict[str, str]]:
        """Body and headers of the webhook for a message."""
        fields = {
            "MessageSid": said.sid,
            "SmsMessageSid": said.sid,
            "AccountSid": self.sid,
            "From": said.number,
            "To": self.number,
            "Body": said.body,
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
        }
        signature = RequestValidator(self.token).compute_signature(self.public_url + path, fields)
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        return urlencode(fields).encode(), {"X-Twilio-Signature": signature, "Content-Type": kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What became of one webhook; moments are seconds of `time.monotonic`."""

    said: Said
    began: float
    ended: float
    #: The HTTP status; 0 when there was no answer.
    status: int

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300


async def call(
    script: Sequence[Said],
    account: Account,
    urls: Sequence[str],
    *,
    path: str = PATH,
    connections: int = 100,
    tries: int = 1,
    on_call: Callable[[Call], None] | None = None,
) -> tuple[Call, ...]:
    """Post every message when it is due, to the `urls` (like http://127.0.0.1:8000) in turn.

    At most `connections` at a time; a message that is due and finds none free waits, and its time does not count yet.
    Messages of one person leave in order, one after the other. With `tries` > 1, what gets no answer or a 5xx is posted
    again, to the next address, as Twilio does with its fallback address.
    """
    free, began = asyncio.Semaphore(connections), time.monotonic()
    before: dict[str, asyncio.Task[Call]] = {}
    prepared = [(said, *account.request(said, path)) for said in script]
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:

        async def one(at: int, earlier: asyncio.Task[Call] | None) -> Call:
            said, body, headers = prepared[at]
            await asyncio.sleep(began + said.due - time.monotonic())
            if earlier is not None:
                await earlier
            for again in range(tries):
                async with free:
                    done = await post(session, urls[(at + again) % len(urls)] + path, said, body, headers)
                if on_call is not None:
                    on_call(done)
                if done.acknowledged or 400 <= done.status < 500:
                    break
                await asyncio.sleep(0.5)
            return done

        tasks = []
        for at, said in enumerate(script):
            before[said.number] = asyncio.create_task(one(at, before.get(said.number)))
            tasks.append(before[said.number])
        return tuple(await asyncio.gather(*tasks))


async def post(session: aiohttp.ClientSession, url: str, said: Said, body: bytes, headers: dict[str, Any]) -> Call:
    began, status = time.monotonic(), 0
    try:
        async with session.post(url, data=body, headers=headers) as response:
            await response.read()
            status = response.status
    except (aiohttp.ClientError, TimeoutError):
        pass
    return Call(said=said, began=began, ended=time.monotonic(), status=status)
