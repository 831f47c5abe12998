"""A database with as many messages as a busy year brings, to see how quick the console's pages are then.

`python -m channels.bench.filling sqlite:///var/filled.sqlite --messages 1000000`, with DATA_KEY in the environment.
Nobody wrote these: texts are the made-up questions of `knowledge/labelled`, and numbers are invented.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert

from channels.journal import words
from channels.journal.connect import connect
from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Word
from channels.journal.migrate import migrate
from channels.journal.schema import Feedback, Handoff, Inbound, Outbound, Person
from knowledge.labelled import ELSEWHERE, FOLDER, read_labelled

#: Rows in one transaction.
BATCH = 5_000
#: Messages of one person, on average.
PER_PERSON = 4
LANGUAGES = {"es": 0.73, "en": 0.13, "quc": 0.04, "mam": 0.05, "kek": 0.03, "ht": 0.018, "qum": 0.002}
DECISIONS = {"answer": 0.52, "offer": 0.14, "decline": 0.09, "urgent": 0.02, "command": 0.23}
CHANNELS = {"sms": 0.6, "whatsapp": 0.4}
STATES = {"delivered": 0.87, "read": 0.08, "undelivered": 0.03, "failed": 0.02}
REASONS = {"violence": 0.4, "lost": 0.2, "medical": 0.2, "kidnapped": 0.1, "child": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text, sealed once: sealing a million would take longer than storing them."""

    article: str
    text: str
    sealed: bytes


#: By whether an article answers them, and language.
Texts = dict[tuple[bool, str], list[Asked]]


def fill(engine: Engine, crypto: Crypto, *, messages: int, days: int, now: datetime, seed: int = 1) -> None:
    """Write `messages` messages of the `days` before `now`, their answers, and what people thought of them."""
    chance = np.random.default_rng(seed)
    people = made_people(crypto, chance, max(1, messages // PER_PERSON), days, now)
    write(engine, Person, iter(people))
    texts = sealed_texts(crypto, chance)
    answer = crypto.seal("Asilo en EE.UU.: el I-589 cuesta $100. Responda MAS o FUENTES.")
    rows = made_messages(chance, people, texts, number=messages, days=days, now=now)
    for batch in batched(rows, BATCH):
        write(engine, Inbound, iter([{name: row[name] for name in row if name != "text"} for row in batch]))
        write(engine, Word, (word for row in batch for word in found_by(crypto, row)))
        write(engine, Outbound, (bubble(chance, row, answer) for row in batch if row["decision"]))
        write(engine, Handoff, (handoff(chance, row) for row in batch if row["urgent"]))
        write(
            engine, Feedback, (thumb(chance, row) for row in batch if row["article_version"] and chance.random() < 0.08)
        )


def batched(rows: Iterator[dict[str, Any]], size: int) -> Iterator[tuple[dict[str, Any], ...]]:
    while batch := tuple(itertools.islice(rows, size)):
        yield batch


def write(engine: Engine, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    for batch in batched(rows, BATCH):
        with engine.begin() as c:
            c.execute(insert(table), list(batch))


def made_people(
    crypto: Crypto, chance: np.random.Generator, number: int, days: int, now: datetime
) -> list[dict[str, Any]]:
    tags = chance.choice(list(LANGUAGES), number, p=list(LANGUAGES.values()))
    channels = chance.choice(list(CHANNELS), number, p=list(CHANNELS.values()))
    ago = chance.uniform(0, days, number)
    decisions = chance.choice(["answer", "offer", "decline"], number, p=[0.7, 0.2, 0.1])
    # A few wait for somebody, most of them not in danger.
    waiting = chance.random(number) < min(0.2, 60 / number)
    sealed = crypto.seal("+15555550100")
    return [
        {
            "person": f"{index:064x}",
            "number_sealed": sealed,
            "language": str(tag) if tag not in {"es", "en"} else None,
            "last_language": str(tag),
            "country": "gt",
            "first_seen": now - timedelta(days=float(day)),
            "last_seen": now - timedelta(days=float(day) / 3),
            "answered_at": now - timedelta(days=float(day) / 3),
            "last_channel": str(channel),
            "last_decision": str(decisions[index]),
            "waiting_at": now - timedelta(minutes=float(day)) if waiting[index] else None,
            "waiting_urgent": bool(waiting[index] and index % 4 == 0),
        }
        for index, (tag, channel, day) in enumerate(zip(tags, channels, ago, strict=True))
    ]


def sealed_texts(crypto: Crypto, chance: np.random.Generator) -> Texts:
    """In any order. Speakers of other languages write in Spanish."""
    made: Texts = {}
    for tag in ("es", "en"):
        labelled = read_labelled(FOLDER, f"{tag}.yaml")
        for known in (True, False):
            asked = [
                Asked(article=topic, text=text, sealed=crypto.seal(text))
                for topic, texts in labelled.items()
                if (topic != ELSEWHERE) == known
                for text in texts
            ]
            made[known, tag] = [asked[at] for at in chance.permutation(len(asked))]
    return made


def made_messages(
    chance: np.random.Generator,
    people: Sequence[dict[str, Any]],
    texts: Texts,
    *,
    number: int,
    days: int,
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Oldest first. Some topics are asked often and most of them seldom."""
    ages = np.sort(chance.uniform(0, days, number))[::-1]
    who = chance.integers(len(people), size=number)
    decisions = chance.choice(list(DECISIONS), number, p=list(DECISIONS.values()))
    favourites = chance.zipf(1.25, number)
    waits = chance.lognormal(0.3, 0.8, number)
    for index in range(number):
        person, decision = people[who[index]], str(decisions[index])
        known = decision in {"answer", "offer"}
        choice = texts[known, "en" if person["last_language"] == "en" else "es"]
        asked = choice[favourites[index] % len(choice)]
        received = now - timedelta(days=float(ages[index]))
        yield {
            "sid": f"SM{index:032x}",
            "person": person["person"],
            "channel": person["last_channel"],
            "kind": "text",
            "recipient": "+15005550006",
            "text": asked.text,
            "redacted_sealed": asked.sealed,
            "received_at": received,
            "answered_at": min(now, received + timedelta(seconds=float(waits[index]))),
            "state": "answered",
            "language": person["last_language"],
            "intent": "ask",
            "decision": decision,
            "article": asked.article if known else None,
            "article_version": "0" * 16 if decision == "answer" else None,
            "urgent": decision == "urgent",
        }


def found_by(crypto: Crypto, row: dict[str, Any]) -> list[dict[str, int | bytes]]:
    return words.rows_of(crypto.word_keys[0], row["sid"], row["text"], row["received_at"])


def bubble(chance: np.random.Generator, row: dict[str, Any], text: bytes) -> dict[str, Any]:
    return {
        "sid": row["sid"],
        "position": 0,
        "person": row["person"],
        "channel": row["channel"],
        "text_sealed": text,
        "segments": int(chance.integers(1, 4)),
        "encoding": "GSM-7",
        "state": str(chance.choice(list(STATES), p=list(STATES.values()))),
        "despite_stop": False,
        "attempts": 1,
        "created_at": row["answered_at"],
        "sent_at": row["answered_at"],
        "state_at": row["answered_at"],
    }


def handoff(chance: np.random.Generator, row: dict[str, Any]) -> dict[str, Any]:
    came = row["answered_at"] + timedelta(seconds=float(chance.lognormal(6, 1)))
    return {
        "person": row["person"],
        "sid": row["sid"],
        "reason": str(chance.choice(list(REASONS), p=list(REASONS.values()))),
        "urgent": True,
        "asked_at": row["answered_at"],
        "taken_at": came,
        "taken_by": "demo",
        "closed_at": came + timedelta(hours=1),
    }


def thumb(chance: np.random.Generator, row: dict[str, Any]) -> dict[str, Any]:
    given = {"person": row["person"], "sid": row["sid"], "article": row["article"], "given_at": row["answered_at"]}
    return {**given, "good": bool(chance.random() < 0.8)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m channels.bench.filling", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=28)
    options = parser.parse_args()
    engine = connect(options.url)
    migrate(engine)
    fill(
        engine, Crypto(os.environ.get("DATA_KEY")), messages=options.messages, days=options.days, now=datetime.now(UTC)
    )


if __name__ == "__main__":
    main()
