"""Names of the countries that articles and emergency numbers speak of, by Babel's tables."""

from __future__ import annotations

from functools import cache

from babel import Locale

#: Languages whose country names Babel knows; speakers of the others read the Spanish name.
_NAMED_IN = ("es", "en")


@cache
def country_name(code: str, tag: str) -> str:
    """The name of a two-letter country code: ("us", "es") is "Estados Unidos"."""
    return str(Locale(tag if tag in _NAMED_IN else "es").territories[code.upper()])
