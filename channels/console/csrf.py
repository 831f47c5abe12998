"""The mark in every form, which another site cannot know: bound to the browser's cookie, masked anew on every page.

Without the mask, a page that is compressed together with what an attacker made us show could give the mark away by
its length, letter by letter.
"""

from __future__ import annotations

import hmac
import secrets

FIELD = "csrf"
HEADER = "X-CSRF"
_PURPOSE = b"rumbo console: form"
_LENGTH = 32


def mark(token: str) -> str:
    """A mark for a page shown to the browser with this cookie."""
    mask = secrets.token_bytes(_LENGTH)
    return (mask + _xor(mask, _expected(token))).hex()


def fits(token: str, given: str) -> bool:
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return False
    if len(both) != 2 * _LENGTH:
        return False
    return hmac.compare_digest(_xor(both[:_LENGTH], both[_LENGTH:]), _expected(token))


def _expected(token: str) -> bytes:
    return hmac.digest(token.encode(), _PURPOSE, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
