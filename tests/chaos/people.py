"""People who write all the time, and Twilio between them and us: every message is in its list, whatever we answer."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

import aiohttp

from channels.bench.caller import PATH, PATIENCE, Call, post
from channels.bench.script import LANGUAGES, Said, numbers
from channels.bench.service import ACCOUNT
from channels.bench.twilio_stub import TwilioStub

#: Twilio calls the address of a number, and when that fails the fallback address, once each.
TRIES = 2


@dataclass(slots=True, kw_only=True)
class People:
    """Writes from a thread of its own between `start` and `stop`."""

    url: str
    twilio: TwilioStub
    asked: Mapping[str, Sequence[str]]
    people: int
    #: Messages a second of all together, on average.
    rate: float
    seed: int
    #: What became of every message, in the order in which each person wrote.
    calls: list[Call] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._write()), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the last messages be posted, and end."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    async def _write(self) -> None:
        chance = random.Random(self.seed)
        crowd = list(itertools.islice(numbers(), self.people))
        before: dict[str, asyncio.Task[None]] = {}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:
            while not self._over.is_set():
                number = chance.choice(crowd)
                words = self.asked[LANGUAGES[crowd.index(number) % len(LANGUAGES)]]
                said = Said(sid=f"SM{chance.getrandbits(128):032x}", number=number, body=chance.choice(words), due=0)
                before[number] = asyncio.create_task(self._say(session, said, before.get(number)))
                await asyncio.sleep(chance.expovariate(self.rate))
            await asyncio.gather(*before.values())

    async def _say(self, session: aiohttp.ClientSession, said: Said, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await earlier
        body, headers = ACCOUNT.request(said)
        self.twilio.arrive(dict(parse_qsl(body.decode(), keep_blank_values=True)))
        wrote = time.monotonic()
        for _ in range(TRIES):
            call = await post(session, self.url + PATH, said, body, headers)
            if call.acknowledged:
                break
        self.calls.append(replace(call, began=wrote))
