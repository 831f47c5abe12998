"""The form of a webhook, kept exactly as it was signed: repeated names, blank values and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

from channels.twilio.errors import UnreadableRequest

#: Twilio sends about 25 fields; a WhatsApp message with ten attachments about 45.
MOST_FIELDS = 500


class Form:
    """An immutable multi-map of the fields, with the reading methods that Twilio's validator looks for."""

    __slots__ = ("_fields",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        self._fields: Mapping[str, tuple[str, ...]] = {name: tuple(values) for name, values in fields.items()}

    @classmethod
    def parse(cls, body: bytes) -> Form:
        """Read a urlencoded body; bytes that are not UTF-8 become U+FFFD. Raises UnreadableRequest."""
        try:
            pairs = parse_qsl(
                body.decode("utf-8", errors="replace"),
                keep_blank_values=True,
                encoding="utf-8",
                errors="replace",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError as error:
            raise UnreadableRequest(f"The form has more than {MOST_FIELDS} fields.") from error
        return cls(pairs)

    def get(self, name: str) -> str:
        """The first value of a field, or an empty string."""
        return self._fields.get(name, ("",))[0]

    def getlist(self, name: str) -> tuple[str, ...]:
        """Every value of a field, in order."""
        return self._fields.get(name, ())

    def encoded(self) -> bytes:
        """The form as a request body; the inverse of `parse`."""
        return urlencode([(name, value) for name in self for value in self.getlist(name)]).encode("ascii")

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)
