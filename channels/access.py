"""`rumbo export NUMBER`: all that is stored about a number, for the person who asks what we know of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from channels.doors import open_journal
from channels.journal.data_map import data_map
from channels.journal.disclosure import Rows
from channels.settings import Settings
from channels.telephone import e164

HEAD: Final = {
    "en": "Everything that this service has stored about {number}, read at {at} UTC.",
    "es": "Todo lo que este servicio guarda sobre {number}, leído el {at} UTC.",
}
NOTHING: Final = {
    "en": "This service has stored nothing about {number}.",
    "es": "Este servicio no guarda nada sobre {number}.",
}
TAIL: Final = {
    "en": (
        "Left out: names of those who work here, and the index to search by, which says nothing beside the messages.\n"
        "Twilio, which carries the messages, has copies of them under the ids above. All of it is deleted "
        "{days} days after the last message, or at once: reply DELETE, or rumbo erase {number}."
    ),
    "es": (
        "Sin los nombres de quienes trabajan aquí ni el índice de búsqueda, que no dice nada más que los mensajes.\n"
        "Twilio, que lleva los mensajes, tiene copias con esos identificadores. Todo se borra {days} días después del "
        "último mensaje, o enseguida: responda BORRAR, o rumbo erase {number}."
    ),
}


def export(settings: Settings, number: str, *, tag: str, as_json: bool, now: datetime) -> str:
    """A text to hand over, or JSON with the names of tables and columns. Raises UnreadableNumberError."""
    whose = e164(number)
    found = open_journal(settings).everything(whose)
    if as_json:
        return json.dumps(found, ensure_ascii=False, indent=2, default=str)
    words = {"number": whose, "at": f"{now:%Y-%m-%d %H:%M}", "days": str(settings.retention_days)}
    if not found:
        return NOTHING[tag].format(**words)
    return "\n".join((HEAD[tag].format(**words), *told(found, tag), "", TAIL[tag].format(**words)))


def told(found: Mapping[str, Rows], tag: str) -> Iterator[str]:
    described = data_map()
    for name, rows in found.items():
        table = described[name]
        words = {column.removesuffix("_sealed"): each.within(tag) for column, each in table.columns.items()}
        yield f"\n# {table.holds.within(tag)} ({len(rows)})"
        for row in rows:
            yield from (
                "",
                *(f"- {words[column]}: {plain(value)}" for column, value in row.items() if value is not None),
            )


def plain(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S} UTC" if isinstance(value, datetime) else str(value)
