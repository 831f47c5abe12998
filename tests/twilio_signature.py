"""Twilio's signature, computed a second time from its documentation and not with its code.

https://www.twilio.com/docs/usage/webhooks/webhooks-security: the address, then every field's name and value
in the order of the names, signed with the account's token.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable


def sign(token: str, url: str, fields: Iterable[tuple[str, str]], *, digest: str = "sha1") -> str:
    """The value of X-Twilio-Signature. A field that comes twice with the same value counts once."""
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    signature = hmac.new(token.encode(), signed.encode("utf-8"), digest).digest()
    return base64.b64encode(signature).decode("ascii")
