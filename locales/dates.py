"""Dates as each language writes them, by Babel's tables."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

#: Babel refuses most Indigenous tags (mam, kek …), so the tag itself is never parsed; their speakers read Spanish.
_LOCALES = {"en": "en_US", "es": "es_MX", "fr": "fr_FR", "pt": "pt_BR"}


def written(day: date, tag: str) -> str:
    """A day in the language `tag`: "2 jul 2026" or "Jul 2, 2026"."""
    return str(format_date(day, format="medium", locale=_LOCALES.get(tag, _LOCALES["es"])))
