"""What goes out beside words: interpreter cards as pictures, and recordings, behind links that expire.

A link is `/media/<seal>`: the name of the thing, sealed with a key of its own and the moment it was made. So a link
tells nobody what it leads to (a card names a language and perhaps a town), none can be made or changed without the
key, and no part of an address is ever used as a path. Twilio fetches a link when it sends, which may be hours later.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from fastapi import APIRouter, Response

from channels.journal.crypto import derive, split

PURPOSE: Final = b"rumbo media: link v1"
#: Twilio may hold a message back for hours when many are sent.
LIFETIME: Final = timedelta(hours=12)
PNG, OGG = "image/png", "audio/ogg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One thing that can be sent: a card, or with `slug` the recording of an article."""

    #: A language of the register; empty for a card of another one, which `name` then names.
    tag: str = ""
    name: str = ""
    town: str = ""
    slug: str = ""

    @property
    def kind(self) -> str:
        return OGG if self.slug else PNG

    def written(self) -> str:
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> Self:
        return cls(**json.loads(written))


class LinkRefused(Exception):  # noqa: N818 - it says what happened
    """The link was not made by us, was changed, or is too old."""


class Links:
    """Makes links and opens them again; DATA_KEY may hold several keys, the newest first."""

    def __init__(self, data_key: str, public_url: str = "") -> None:
        """Without `public_url` links are good for the pages of the service itself."""
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(derive(key, PURPOSE))) for key in split(data_key)])
        self._public_url = public_url.rstrip("/")

    def to(self, media: Media) -> str:
        return f"{self._public_url}/media/{self._fernet.encrypt(media.written().encode()).decode()}"

    def opened(self, seal: str) -> Media:
        """Raises LinkRefused."""
        try:
            written = self._fernet.decrypt(seal.encode(), ttl=int(LIFETIME.total_seconds()))
        except (InvalidToken, UnicodeEncodeError) as error:
            raise LinkRefused from error
        return Media.read(written.decode())


def router(links: Links, fetch: Callable[[Media], bytes | None]) -> APIRouter:
    """`GET /media/<seal>`: 404 for every link that does not lead anywhere, without saying why."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/media/{seal}", methods=["GET", "HEAD"])
    def media(seal: str) -> Response:
        try:
            wanted = links.opened(seal)
            found = fetch(wanted)
        except (LinkRefused, OSError):
            found = None
        if found is None:
            return Response("Not found", status_code=404, media_type="text/plain")
        return Response(found, media_type=wanted.kind, headers={"Cache-Control": "private, max-age=3600"})

    return routes
