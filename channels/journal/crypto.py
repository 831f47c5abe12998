"""Pseudonyms and seals, all derived from DATA_KEY.

DATA_KEY holds one or more keys separated by commas, newest first. From each, HKDF derives three independent keys:
one turns a telephone number into a pseudonym (HMAC-SHA256), one seals text (Fernet: AES-128-CBC + HMAC-SHA256), one
hides the words to search by (`words`).
New things use the newest key; older keys still open and still find people, until `rotate` has renewed everything.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from channels.journal.errors import KeyMissing, KeyTooWeak, KeyWrong

#: Refused below this. We ask for 32 random characters (`openssl rand -hex 32`): numbers are few, so a key that can be
#: guessed opens them all.
SHORTEST_KEY = 16
PERSON_PURPOSE = b"rumbo journal: person v1"
SEAL_PURPOSE = b"rumbo journal: seal v1"
WORD_PURPOSE = b"rumbo journal: word v1"


class Crypto:
    """Holds derived keys only; printing it shows none of them."""

    def __init__(self, data_key: str | None) -> None:
        """Raises KeyMissing or KeyTooWeak, without repeating any part of the key."""
        keys = split(data_key)
        self._person_keys = [derive(key, PERSON_PURPOSE) for key in keys]
        #: What hides the words to search by, newest first.
        self.word_keys = tuple(derive(key, WORD_PURPOSE) for key in keys)
        fernets = [Fernet(base64.urlsafe_b64encode(derive(key, SEAL_PURPOSE))) for key in keys]
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def __repr__(self) -> str:
        return f"<Crypto with {len(self._person_keys)} key(s)>"

    def person(self, number: str) -> str:
        """The pseudonym of a telephone number: 64 hexadecimal digits."""
        return pseudonym(self._person_keys[0], number)

    def known_as(self, number: str) -> tuple[str, ...]:
        """Every pseudonym under which this number may be stored, newest key first."""
        return tuple(pseudonym(key, number) for key in self._person_keys)

    def seal(self, text: str) -> bytes:
        return self.seal_bytes(text.encode(errors="replace"))

    def seal_bytes(self, content: bytes) -> bytes:
        return self._newest.encrypt(content)

    def open(self, sealed: bytes) -> str:
        """Raises KeyWrong when no key fits or the seal was tampered with."""
        return self.open_bytes(sealed).decode()

    def open_bytes(self, sealed: bytes) -> bytes:
        """Raises KeyWrong when no key fits or the seal was tampered with."""
        try:
            return self._all.decrypt(sealed)
        except InvalidToken as error:
            raise KeyWrong from error

    def reseal(self, sealed: bytes) -> bytes | None:
        """The same content under the newest key; None when it is under it already. Raises KeyWrong."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self.seal_bytes(self.open_bytes(sealed))
        return None


def new_data_key() -> str:
    """A key fit for DATA_KEY: 256 random bits."""
    return secrets.token_hex(32)


def split(data_key: str | None) -> Sequence[str]:
    """The keys in DATA_KEY, newest first. Raises KeyMissing or KeyTooWeak."""
    keys = [key.strip() for key in (data_key or "").split(",") if key.strip()]
    if not keys:
        raise KeyMissing
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise KeyTooWeak
    return keys


def derive(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())


def pseudonym(key: bytes, number: str) -> str:
    return hmac.new(key, canonical(number).encode(errors="replace"), hashlib.sha256).hexdigest()


def canonical(number: str) -> str:
    """One spelling of a number: without `whatsapp:`, spaces, dashes and brackets, however an operator typed it."""
    return re.sub(r"[\s().\-]", "", number.removeprefix("whatsapp:"))


def spellings(number: str) -> tuple[str, ...]:
    """A number and its other spelling: WhatsApp writes Mexican mobiles as +521…, Argentine as +549…, SMS does not."""
    plain = canonical(number)
    for short, long in (("+52", "+521"), ("+54", "+549")):
        if plain.startswith(long) and len(plain) == len(long) + 10:
            return plain, short + plain[len(long) :]
        if plain.startswith(short) and len(plain) == len(short) + 10:
            return plain, long + plain[len(short) :]
    return (plain,)


def mark_of(sid: str) -> str:
    """A mark that recognises a message id again without storing it; ids are random, so no key is needed."""
    return hashlib.sha256(sid.encode()).hexdigest()
