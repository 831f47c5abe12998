"""Recordings of an article's short answer, in the voice of a speaker: what a file holds, and whether it may be sent.

A recording is sent only while it says what the article says now. So `recorded.yaml` names, for each one, who speaks,
who listened and vouches for it, the words that were read out (facts filled in) and the very file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from tinytag import TinyTag, TinyTagException

from knowledge.article import Article, Recorded
from knowledge.facts import fill

#: The language whose words are read out, in translation, where the recording's own has none.
READ_OUT: Final = "es"
#: Twilio refuses more on WhatsApp. At the 24 kbit/s that voice needs, LONGEST is a third of a megabyte.
LARGEST: Final = 16 * 1024 * 1024
#: Seconds. Who pays for each megabyte, and who is afraid, listens to no more.
LONGEST: Final = 120
SHORTEST: Final = 1
_DIGITS: Final = 16
#: What an Ogg file of the codec Opus has in its first page.
_OPUS: Final = b"OpusHead"
_FIRST_PAGE: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What there is to know of a file without listening."""

    digest: str
    size: int
    #: 0 where it cannot be read as a sound.
    seconds: float
    opus: bool

    def written(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, written: bytes | None) -> Self | None:
        """None for what `written` did not write."""
        try:
            return cls(**json.loads(written or b""))
        except (ValueError, TypeError):
            return None


def sound_of(path: Path) -> Sound:
    """Read once for each version of a file. Raises OSError."""
    stat = path.stat()
    return _sound(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2048)
def _sound(path: Path, _changed: int, size: int) -> Sound:
    if size > LARGEST:
        return Sound(digest="", size=size, seconds=0.0, opus=False)
    content = path.read_bytes()
    try:
        seconds = TinyTag.get(path).duration or 0.0
    except TinyTagException:
        seconds = 0.0
    opus = _OPUS in content[:_FIRST_PAGE]
    return Sound(digest=sha256(content).hexdigest()[:_DIGITS], size=size, seconds=seconds, opus=opus)


def read_out(article: Article, tag: str) -> str:
    """The words that a recording in `tag` says: the short answer, as it is sent today."""
    words = article.words.get(tag) or article.words[READ_OUT]
    return fill(words.sms, article.facts, words.tag)


def words_read_out(article: Article, tag: str) -> str:
    """Digest of `read_out`: a changed fee makes every recording of it old. Empty where a fact is missing."""
    try:
        return sha256(read_out(article, tag).encode()).hexdigest()[:_DIGITS]
    except KeyError:
        return ""


def trouble(article: Article, tag: str, sound: Sound | None, recorded: Recorded | None) -> str | None:
    """Why a recording is not sent, as a code of messages.yaml; None when it is."""
    if sound is None or not sound.opus or sound.seconds < SHORTEST:
        return "recording_large" if sound is not None and sound.size > LARGEST else "recording_format"
    if sound.seconds > LONGEST:
        return "recording_long"
    if recorded is None:
        return "recording_unsigned"
    if recorded.sound != sound.digest:
        return "recording_replaced"
    return None if recorded.words and recorded.words == words_read_out(article, tag) else "recording_behind"


def sendable(article: Article, sounds: Mapping[str, Sound | None], recorded: Mapping[str, Recorded]) -> frozenset[str]:
    """The tags of the recordings that may be sent."""
    return frozenset(tag for tag, sound in sounds.items() if trouble(article, tag, sound, recorded.get(tag)) is None)
