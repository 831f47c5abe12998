"""How a text travels by SMS: its alphabet, how many segments it costs, how to fold it, where to cut it.

Rules: 3GPP TS 23.038 (the GSM 7-bit default alphabet and its extension table) and Twilio's segmentation:
160 septets alone or 153 in each of several for GSM-7, 70 or 67 UTF-16 units for UCS-2. One letter outside
the alphabet makes the whole message UCS-2, so `fold` brings what it can inside (`á` to `a`, `ʼ` to `'`);
what is in the alphabet stays (`é ñ ü ¿ ¡`), so that no Spanish word changes its meaning (`año`, `ano`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Two septets each: an escape and the character.
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

FOLDS: Mapping[str, str] = {
    "Á": "A", "Í": "I", "Ó": "O", "Ú": "U", "á": "a", "í": "i", "ó": "o", "ú": "u",
    "\u02bc": "'", "\ua78c": "'", "\u2019": "'", "\u2018": "'", "\u00b4": "'", "\u0060": "'", "\u02bb": "'",
    "\u2032": "'", "\u201b": "'", "\uff07": "'",
    "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "•": "-", "·": "-",
    "…": "...", "º": "o", "°": "o", "‚": ",", "ª": "a", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\u200b": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\ufe0f": "",
}  # fmt: skip

GSM_SINGLE, GSM_PART = 160, 153
UCS_SINGLE, UCS_PART = 70, 67


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    segments: int
    #: "GSM-7" or "UCS-2".
    encoding: str
    #: Septets for GSM-7, UTF-16 code units for UCS-2.
    units: int


def fold(text: str, table: Mapping[str, str] | None = None) -> str:
    """The text with letters outside GSM-7 replaced where a reader loses nothing.

    `table` holds a language's own replacements and goes first. A Latin letter with a mark that no table names
    (`ẍ`, `ê`) becomes its base letter; everything else (an emoji, another script) is left and costs UCS-2.
    """
    return "".join(_folded(character, table or {}) for character in unicodedata.normalize("NFC", text))


def _folded(character: str, table: Mapping[str, str]) -> str:
    if character in table:
        return table[character]
    if character in GSM7 or character in GSM7_EXTENSION:
        return character
    if character in FOLDS:
        return FOLDS[character]
    if unicodedata.combining(character):
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in GSM7 else character


def count(text: str) -> Count:
    """Segments that Twilio bills for the text as it is; an empty text counts as one."""
    if all(character in GSM7 or character in GSM7_EXTENSION for character in text):
        costs = [2 if character in GSM7_EXTENSION else 1 for character in text]
        return _counted(costs, "GSM-7", GSM_SINGLE, GSM_PART)
    costs = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return _counted(costs, "UCS-2", UCS_SINGLE, UCS_PART)


def _counted(costs: list[int], encoding: str, single: int, part: int) -> Count:
    units = sum(costs)
    if units <= single:
        return Count(segments=1, encoding=encoding, units=units)
    segments, room = 1, part
    for cost in costs:  # a pair (escape + character, surrogates) is never cut in two
        if cost > room:
            segments, room = segments + 1, part
        room -= cost
    return Count(segments=segments, encoding=encoding, units=units)


#: A full stop followed by a space and a capital, `¿`, `¡` or a quote; not the dots of "U.S." or "1.5".
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"'¿¡A-ZÁÉÍÓÚÑ0-9*])|\n+")
#: Runs that stay whole: links, e-mail addresses, phone numbers and amounts with spaces in them.
_WHOLE = re.compile(r"https?://\S+|\S+@\S+|\+?\(?\d[\d\-.,()]*(?: \(?\d[\d\-.,()]*)+")


def split(text: str, fits: int, *, whatsapp: bool = False) -> tuple[str, ...]:
    """The text in messages of at most `fits` SMS segments (or `fits` characters on WhatsApp).

    Cuts at paragraph and sentence ends where there are any, else between words, never inside a link, an
    address or a number; only a single word longer than a message is cut anywhere.
    """

    def small(piece: str) -> bool:
        return len(piece) <= fits if whatsapp else count(piece).segments <= fits

    if small(text):
        return (text,)
    messages: list[str] = []
    for piece, joint in _pieces(text, small):
        joined = messages[-1] + joint + piece if messages else piece
        if messages and small(joined):
            messages[-1] = joined
        else:
            messages.append(piece)
    return tuple(message.strip() for message in messages if message.strip())


def _pieces(text: str, small: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Sentences, and words of sentences that are too long, each with what joined it to the one before."""
    joint = ""
    for sentence, after in _with_joints(text, _SENTENCE_END):
        if small(sentence):
            yield sentence, joint
        else:
            for word, space in _with_joints(_glued(sentence), re.compile(r" ")):
                for index, bit in enumerate(_cut(word.replace("\x00", " "), small)):
                    yield bit, joint if index == 0 else ""
                joint = space
        joint = after


def _with_joints(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    start = 0
    for match in pattern.finditer(text):
        yield text[start : match.start()], match.group()
        start = match.end()
    yield text[start:], ""


def _glued(text: str) -> str:
    """Spaces inside a number become NUL, so that a cut between words does not see them."""
    return _WHOLE.sub(lambda match: match.group().replace(" ", "\x00"), text)


def _cut(word: str, small: Callable[[str], bool]) -> Iterator[str]:
    while word and not small(word):
        # Each count reads the whole word: halving asks ten times for a word of 1,600 letters, not 1,600 times.
        too_long = bisect_left(range(len(word)), True, key=lambda n: not small(word[:n]))
        size = max(1, too_long - 1)
        yield word[:size]
        word = word[size:]
    yield word
