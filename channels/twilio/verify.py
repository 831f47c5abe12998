"""Whether a request really comes from Twilio: its signature over the public address and every field.

Twilio signs the address that it was given, not the one that we see behind a proxy, so the address is
built from PUBLIC_URL, never from the Host header or X-Forwarded-*: those are the caller's to choose.
The signature itself is computed by Twilio's own code.

Security note for whoever changes this: every token is tried every time, and the comparison takes as
long for a wrong signature as for a right one, so that timing tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from twilio.request_validator import (  # type: ignore[import-untyped]
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from channels.errors import ConfigurationError
from channels.twilio.form import Form

__all__ = ["SIGNATURE_HEADER", "SIGNATURE_SETTINGS_HEADER", "Verifier", "split_tokens"]


def split_tokens(setting: str) -> tuple[str, ...]:
    """The tokens of TWILIO_AUTH_TOKEN: the primary one and, while rotating, a second after a comma."""
    return tuple(token for part in setting.split(",") if (token := part.strip()))


class Verifier:
    """Checks signatures for one public address. Raises ConfigurationError when it could not check any."""

    def __init__(self, *, public_url: str, auth_tokens: Sequence[str]) -> None:
        if not auth_tokens or not all(auth_tokens):
            raise ConfigurationError("TWILIO_AUTH_TOKEN is empty; without it nobody can tell Twilio from anyone else.")
        parts = urlsplit(public_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ConfigurationError("PUBLIC_URL must be an address like https://rumbo.example.org, without ? or #.")
        self._public_url = public_url.rstrip("/")
        self._validators = tuple(RequestValidator(token) for token in auth_tokens)

    def url(self, path: str, query: str = "") -> str:
        """The address that Twilio called, for a path and query as the application received them."""
        return f"{self._public_url}{path}" + (f"?{query}" if query else "")

    def is_genuine(self, *, path: str, query: str, form: Form, signature: str, settings: str = "") -> bool:
        """Whether one of our tokens made this signature.

        `settings` is the header that names another algorithm than SHA-1 (Twilio's shared keys).
        """
        url, algorithm = self.url(path, query), get_signature_algorithm(settings)
        verdicts = [validator.validate(url, form, signature, algorithm) for validator in self._validators]
        return any(verdicts)
