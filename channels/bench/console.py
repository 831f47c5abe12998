"""How long the console's pages take on a server with a database full of messages.

`python -m channels.bench.console sqlite:///var/filled.sqlite --messages 1000000` fills a database that is empty
(`filling`), and asks for each page a number of times, in this process, without the network: milliseconds of the server.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from fastapi import FastAPI
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from channels.bench.filling import fill
from channels.console import accounts, app, csrf
from channels.console.reading import Reading
from channels.console.roles import Role
from channels.console.visit import Console
from channels.content import Content
from channels.journal.connect import connect
from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.desk import Desk
from channels.journal.figures import Figures
from channels.journal.listing import Filters
from channels.journal.migrate import migrate
from channels.journal.schema import Person
from channels.journal.unanswered import Unanswered
from channels.media import Links
from channels.settings import Settings
from knowledge.folder import ARTICLES

TOKEN = "a session of the benchmark"  # noqa: S105 - of this process alone
#: The promise for each page, in milliseconds.
GOAL = 50
#: How deep into the list the deep page is.
DEEP = 200


def now() -> datetime:
    return datetime.now(UTC)


def console_on(engine: Engine, crypto: Crypto) -> Console:
    async def nothing(_what: object) -> None:
        """Nothing is sent and nobody erased."""

    content = Content(Settings(), None)
    return Console(
        desk=Desk(engine, crypto, now),
        conversations=Conversations(engine, crypto, now),
        wording=content.wording,
        send=nothing,
        erase=nothing,
        link_to=Links(new_data_key()).to,
        reading=Reading(
            figures=Figures(engine, crypto, now),
            unanswered=Unanswered(engine, crypto, now),
            content=content,
            folder=ARTICLES,
            periods=(7, 28),
            now=now,
        ),
    )


def asked(console: Console, client: TestClient, engine: Engine) -> Iterator[tuple[str, Callable[[], int]]]:
    """Each page by its name, and how to ask for it; gives the status."""
    with engine.connect() as c:
        person = c.execute(select(Person.person).order_by(Person.last_seen.desc()).limit(1).offset(100)).scalar_one()
    lines = console.conversations.newest(Filters(), limit=50 * DEEP)
    deep = f"before={lines[-1].last_seen.isoformat()}_{lines[-1].person}".replace("+", "%2B")
    pages = {
        "now": "now",
        "now, one language": "now?language=quc",
        "now, a rare language on one channel, no answer": "now?language=qum&channel=whatsapp&decision=decline",
        "now, nothing fits": "now?language=zzz",
        "now, waiting": "now?state=waiting",
        f"now, page {DEEP}": f"now?{deep}",
        "handoffs": "handoffs",
        "conversation": f"c/{person}",
        "log": "log",
        "unanswered": "unanswered",
        "proposals": "proposals",
        "knowledge": "knowledge",
        "an article": "knowledge/us-asylum-fees",
        "languages": "languages",
        "figures": "figures",
        "figures as CSV": "figures.csv",
    }
    for name, path in pages.items():
        yield name, lambda path=path: client.get(f"/console/{path}").status_code  # type: ignore[misc]
    for name, words in (
        ("a word of many messages", "asilo"),
        ("three words", "cuanto cuesta asilo"),
        ("no such word", "xyzzy"),
    ):
        form = {"words": words, csrf.FIELD: csrf.mark(TOKEN)}
        yield f"search, {name}", lambda form=form: client.post("/console/search", data=form).status_code  # type: ignore[misc]


def measured(ask: Callable[[], int], times: int) -> tuple[float, float]:
    """The median and the 95th of a hundred, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        status = ask()
        took.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"The page answered {status}.")
    took.sort()
    return took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.95))]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m channels.bench.console", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    engine, crypto = connect(options.url), Crypto(os.environ.get("DATA_KEY"))
    migrate(engine)
    with engine.connect() as c:
        empty = c.execute(select(Person.person).limit(1)).first() is None
    if empty:
        fill(engine, crypto, messages=options.messages, days=28, now=now())
    console = console_on(engine, crypto)
    console.desk.add_account("bench", Role.ADMIN, password_hash=accounts.nobodys_hash())
    account = console.desk.account("bench")
    if account is not None:
        console.desk.begin_session(TOKEN, account)
    site = FastAPI()
    site.mount("/console", app.create(console))
    with TestClient(site, cookies={console.cookie: TOKEN}, follow_redirects=False) as client:
        for name, ask in asked(console, client, engine):
            # Some pages keep what they found out for a while; whoever looks first waits for it.
            _, first = measured(ask, 1)
            half, most = measured(ask, options.times)
            over = "" if most <= GOAL else "OVER "
            print(f"{most:8.1f} ms p95  {half:8.1f} ms p50  {first:8.1f} ms first  {over}{name}", flush=True)


if __name__ == "__main__":
    main()
