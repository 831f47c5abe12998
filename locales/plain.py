"""A person's words without what people leave out when they text: accents, capitals, punctuation."""

from __future__ import annotations

import unicodedata

#: The glottal stop is a letter in Mayan languages, Mixtec, Quechua and Guarani; every keyboard has another sign for it.
APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʻʽʹʾˈˊˋꞌ´`′＇", "'"))


def plain(text: str) -> str:
    """Lower case, no accents (ñ included), no punctuation but the apostrophe, single spaces; emoji stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    return " ".join("".join(_keep(character) for character in decomposed).split())


def _keep(character: str) -> str:
    if character == "'":
        return character
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf", "Sk"}:  # accents, variation selectors, skin tones
        return ""
    return " " if category[0] in "PCZ" else character
