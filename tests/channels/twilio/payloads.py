"""The recorded forms of tests/payloads/twilio, one case a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from channels.twilio.form import Form

FOLDER = Path(__file__).resolve().parents[2] / "payloads" / "twilio"

#: The account that the recorded forms belong to, and the numbers in them.
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
PERSON = "+15125550143"
OURS = "+12025550100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    name: str
    about: str
    path: str
    fields: tuple[tuple[str, str], ...]
    #: What comes out: fields of the message or report, or `ignored` or `malformed` with the reason.
    expect: dict[str, Any]

    @property
    def form(self) -> Form:
        return Form(self.fields)

    @property
    def is_status(self) -> bool:
        return self.path.endswith("/status")

    def with_field(self, name: str, value: str) -> Form:
        """The same form with one field changed or added."""
        return Form([*((n, v) for n, v in self.fields if n != name), (name, value)])


def load(name: str) -> Payload:
    """One payload; in its file a field that comes more than once has a list of values."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    fields = tuple(
        (field, value)
        for field, values in data["form"].items()
        for value in (values if isinstance(values, list) else [values])
    )
    return Payload(name=name, about=data["about"], path=data["path"], fields=fields, expect=data["expect"])


ALL = tuple(load(path.stem) for path in sorted(FOLDER.glob("*.yaml")))
MESSAGES = tuple(payload for payload in ALL if not payload.is_status)
REPORTS = tuple(payload for payload in ALL if payload.is_status)
