"""Search in sealed texts (docs/decisions/0010): which messages have this word, for those who hold the key alone.

For each word of a redacted text there is a row of three things that say nothing by themselves:

    day       on which the message came
    word      HMAC of the word, under a key of that day: the same word is another number tomorrow
    message   when it came and a digest of its id, encrypted under a key of that word and day: the same message looks
              different in each row, so rows of one message cannot be put together again

Whoever steals the database without DATA_KEY learns how often some word was used on a day, and not which, nor by whom.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from sqlalchemy import Connection, Row, bindparam, delete, func, select, tuple_
from sqlalchemy.sql.dml import Delete

from channels.journal.connect import insert_ignoring
from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Word
from channels.journal.schema import Inbound

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SHORTEST = 3
#: What `redact` leaves in place of a name or number is no word of the person's.
MARKS = re.compile(r"\[[a-z-]+\]")
WORD = re.compile(r"[^\W\d_][\w'’ʼ]*")
#: Days looked through at once: the newest alone first, since a common word is found there already.
STRIDES = (1, 2, 4, 8, 16, 32)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """A message as its rows name it: when it came, and the first eight bytes of a digest of its id."""

    microseconds: int
    mark: bytes

    @classmethod
    def of(cls, sid: str, received_at: datetime) -> Found:
        return cls(microseconds=(received_at - EPOCH) // MICROSECOND, mark=mark_of_message(sid))

    @property
    def at(self) -> datetime:
        return EPOCH + self.microseconds * MICROSECOND

    @property
    def bytes(self) -> bytes:
        return self.microseconds.to_bytes(8, "big") + self.mark


def words_of(text: str) -> frozenset[str]:
    """The words to find a text by: without case, accents and plurals; short ones and numbers are left out."""
    plain = unicodedata.normalize("NFKD", MARKS.sub(" ", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(singular(word) for word in WORD.findall(bare) if len(word) >= SHORTEST)


def singular(word: str) -> str:
    """Crude, and the same for what is stored and what is sought."""
    return re.sub(r"(?<=\w{4})(?:es|s)$|(?<=\w{3})s$", "", word)


def keep(c: Connection, crypto: Crypto, sid: str, redacted: str, received_at: datetime) -> None:
    """Make a message findable."""
    made = rows_of(crypto.word_keys[0], sid, redacted, received_at)
    if made:
        insert_ignoring(c, Word, made)


def forget(c: Connection, crypto: Crypto, messages: Sequence[tuple[str, str, datetime]]) -> None:
    """Delete every row of these messages (id, redacted text, moment), whichever key they were kept under."""
    gone = [row for key in crypto.word_keys for message in messages for row in rows_of(key, *message)]
    if gone:
        c.execute(DELETE_ONE, [{f"its_{name}": value for name, value in row.items()} for row in gone])


def renew(c: Connection, crypto: Crypto, sids: Sequence[str]) -> None:
    """Keep the words of these messages under the newest key alone."""
    rows = c.execute(select(Inbound.sid, Inbound.redacted_sealed, Inbound.received_at).where(Inbound.sid.in_(sids)))
    messages = [(row.sid, crypto.open(row.redacted_sealed), row.received_at) for row in rows]
    forget(c, crypto, messages)
    for message in messages:
        keep(c, crypto, *message)


def forget_days(c: Connection, before: datetime, limit: int) -> int:
    """Delete rows of days that began before `before`, up to `limit`; how many. The youngest lose up to a day."""
    key = (Word.day, Word.word, Word.message)
    old = c.execute(select(*key).where(Word.day <= day_of(before)).limit(limit)).all()
    if old:
        c.execute(delete(Word).where(tuple_(*key).in_([tuple(row) for row in old])))
    return len(old)


def find(c: Connection, crypto: Crypto, sought: frozenset[str], before: datetime, limit: int) -> list[Row[tuple[str]]]:
    """Messages with all these words that came before `before`: rows of `sid` and `person`, newest first."""
    found: list[Row[tuple[str]]] = []
    if not sought:
        return found
    for days in strides(c, day_of(before)):
        marks = sorted((each for each in having(c, crypto, sought, days) if each.at < before), reverse=True)
        for at in range(0, len(marks), limit):
            found += messages(c, marks[at : at + limit])
            if len(found) >= limit:
                return found[:limit]
    return found


def strides(c: Connection, newest: int) -> Iterator[range]:
    oldest = c.execute(select(func.min(Word.day))).scalar()
    for stride in (*STRIDES, *[STRIDES[-1]] * 200):
        if oldest is None or newest < oldest:
            return
        yield range(max(oldest, newest - stride + 1), newest + 1)
        newest -= stride


def having(c: Connection, crypto: Crypto, sought: frozenset[str], days: range) -> set[Found]:
    """Messages of these days with all the words."""
    of_keys = (
        set.intersection(*(of_word(c, [(day, *hidden(key, day, word)) for day in days]) for word in sorted(sought)))
        for key in crypto.word_keys
    )
    return set().union(*of_keys)


def of_word(c: Connection, hiding: Sequence[tuple[int, int, bytes]]) -> set[Found]:
    pairs = [(day, number) for day, number, _ in hiding]
    kept: dict[int, list[bytes]] = {}
    for row in c.execute(select(Word.day, Word.message).where(tuple_(Word.day, Word.word).in_(pairs))):
        kept.setdefault(row.day, []).append(row.message)
    return {each for day, _, key in hiding if day in kept for each in opened(key, b"".join(kept[day]))}


def opened(key: bytes, blocks: bytes) -> Iterator[Found]:
    plain = Cipher(AES(key), ECB()).decryptor().update(blocks)  # noqa: S305 - single blocks, each its own message
    for at in range(0, len(plain), 16):
        yield Found(microseconds=int.from_bytes(plain[at : at + 8], "big"), mark=plain[at + 8 : at + 16])


def messages(c: Connection, marks: Sequence[Found]) -> list[Row[tuple[str]]]:
    """Those that still exist, newest first."""
    wanted = set(marks)
    rows = c.execute(
        select(Inbound.sid, Inbound.person, Inbound.received_at)
        .where(Inbound.received_at.in_([each.at for each in marks]))
        .order_by(Inbound.received_at.desc(), Inbound.sid)
    )
    return [row for row in rows if Found.of(row.sid, row.received_at) in wanted]  # type: ignore[misc]


def rows_of(key: bytes, sid: str, redacted: str, received_at: datetime) -> list[dict[str, int | bytes]]:
    day, plain = day_of(received_at), Found.of(sid, received_at).bytes
    made: list[dict[str, int | bytes]] = []
    for word in sorted(words_of(redacted)):
        number, of_word = hidden(key, day, word)
        sealed = Cipher(AES(of_word), ECB()).encryptor().update(plain)  # noqa: S305 - a single block, no two alike
        made.append({"day": day, "word": number, "message": sealed})
    return made


def hidden(key: bytes, day: int, word: str) -> tuple[int, bytes]:
    """What stands for the word on that day, and the key that hides its messages."""
    digest = hmac.digest(key, f"{day} {word}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True), digest[8:24]


def day_of(moment: datetime) -> int:
    return (moment - EPOCH).days


def mark_of_message(sid: str) -> bytes:
    return hashlib.sha256(sid.encode()).digest()[:8]


DELETE_ONE: Delete = delete(Word.__table__).where(  # type: ignore[arg-type]
    Word.day == bindparam("its_day"), Word.word == bindparam("its_word"), Word.message == bindparam("its_message")
)
