"""The menus' templates at Twilio: made and renewed by `rumbo twilio menus`, found by name when the service starts.

A template's name carries a digest of what it looks like, so that a service finds only those that it knows how to fill.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.rest.content.v1.content import ContentList  # type: ignore[import-untyped]

from channels.twilio.menus import templates

PREFIX: Final = "rumbo_"
#: Twilio wants one, and our templates have no words of their own.
LANGUAGE: Final = "es"
_LISTED: Final = 500


def names() -> dict[str, str]:
    """The friendly name at Twilio of every template, by our name."""
    return {name: f"{PREFIX}{name}_{_digest(types)}" for name, types in templates().items()}


def find(client: Client) -> dict[str, str]:
    """The ids (HX…) of the templates that are there, by our name. Raises SendError."""
    ours = {friendly: name for name, friendly in names().items()}
    there = client.content.v1.contents.list(limit=_LISTED, page_size=100)
    return {ours[content.friendly_name]: content.sid for content in there if content.friendly_name in ours}


def renew(client: Client) -> Iterator[tuple[str, str]]:
    """Make what is missing and remove what an earlier version made; yields (what was done, friendly name)."""
    wanted = names()
    there = {
        content.friendly_name: content
        for content in client.content.v1.contents.list(limit=_LISTED, page_size=100)
        if (content.friendly_name or "").startswith(PREFIX)
    }
    for name, types in templates().items():
        if wanted[name] not in there:
            client.content.v1.contents.create(_request(wanted[name], types))
            yield "made", wanted[name]
    for friendly in sorted(there.keys() - set(wanted.values())):
        there[friendly].delete()
        yield "removed", friendly


def _request(friendly: str, types: Mapping[str, Any]) -> Any:
    samples = {str(place): f"{place}" for place in range(1, json.dumps(types).count("{{") + 1)}
    return _AsGiven({"friendly_name": friendly, "language": LANGUAGE, "variables": samples, "types": dict(types)})


class _AsGiven(ContentList.ContentCreateRequest):  # type: ignore[misc]
    """The SDK's own request writes a null for every type that a template does not have, which Twilio refuses."""

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__({**payload, "types": None})
        self._payload = payload

    def to_dict(self) -> dict[str, Any]:
        return self._payload


def _digest(types: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(types, sort_keys=True).encode()).hexdigest()[:8]
