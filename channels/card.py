"""The interpreter card: what a person shows to officials, in court or in a hospital, in English and Spanish.

As text for SMS and as a picture for WhatsApp, which is black on white so that it can be printed. The wording claims
what the article `language-and-interpreter-rights` says and no more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from locales.languages import Language, Level, Register
from locales.phrases import Phrases

#: English stands first and larger: most who must read the card are officials in the United States. Pixels of the
#: title, of the language's name and of the sentences.
SIZES: Final = {"en": (54, 84, 44), "es": (40, 58, 36)}
#: Pixels; the shape of a phone's screen, and half a sheet of paper.
WIDTH, HEIGHT, MARGIN = 1080, 1440, 64
#: A town longer than this is no town.
LONGEST_TOWN: Final = 40

#: Words of a place that are not written with a capital: "de", "la", "del".
SMALL_WORD: Final = 3
#: Tried one after the other until everything has room.
SCALES: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
LINE_HEIGHT: Final = 1.28

_NOT_IN_A_TOWN = re.compile(r"[^\w\s'’ʼꞌ.,()-]|\d|_")


def card_text(language: Language, phrases: Phrases, town: str | None = None) -> str:
    """The card as one SMS, English above Spanish."""
    return "\n\n".join(" ".join(_sentences(language, phrases, tag, town)) for tag in SIZES)


def card_png(language: Language, register: Register, phrases: Phrases, town: str | None = None) -> bytes:
    """The card as a picture of 1080 x 1440 pixels, in shades of grey."""
    blocks = list(_blocks(language, register, phrases, town))
    room = HEIGHT - 2 * MARGIN
    lines, height = next(set_ for scale in SCALES if (set_ := _set(blocks, scale))[1] <= room or scale == SCALES[-1])
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((12, 12, WIDTH - 13, HEIGHT - 13), outline=0, width=6)
    top = MARGIN + max(0.0, room - height) / 2
    for line in lines:
        if line.font is None:
            draw.line((MARGIN, top + line.y, WIDTH - MARGIN, top + line.y), fill=0, width=4)
        else:
            draw.text((MARGIN, top + line.y), line.text, font=line.font, fill=0)
    stored = io.BytesIO()
    picture.save(stored, format="PNG", optimize=True)
    return stored.getvalue()


def cleaned_town(town: str | None) -> str:
    """What a person typed as their town, fit to print: letters and a few marks on one line, with capitals."""
    words = _NOT_IN_A_TOWN.sub(" ", town or "")[:LONGEST_TOWN].split()
    if not any(word != word.lower() for word in words):
        words = [word.capitalize() if len(word) > SMALL_WORD else word for word in words]
    return " ".join(words).strip(" .,-(")


def _named(language: Language, tag: str) -> str:
    """Its name for a reader of `tag`, with its own name where that is another word: "Mixtec (Tu'un Savi)"."""
    name = language.en if tag == "en" else language.es
    return name if language.level is Level.FULL or language.label == language.name else f"{name} ({language.name})"


def _sentences(language: Language, phrases: Phrases, tag: str, town: str | None) -> Iterator[str]:
    """The sentences of the card in the language of the reader."""
    yield phrases.say("card_speaks", tag, language=_named(language, tag))
    if place := cleaned_town(town):
        yield phrases.say("card_town", tag, town=place)
    if language.varies:
        yield phrases.say("card_varies", tag)
    own = f"card_understands_{language.tag}" if language.tag in SIZES else "card_understands"
    yield phrases.say(own, tag)
    yield phrases.say("card_asks", tag)
    yield phrases.say("card_court", tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    #: Empty: a line across the card.
    text: str = ""
    size: int = 0
    bold: bool = False
    #: Pixels above it.
    above: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    y: float
    #: None: a line across the card.
    font: ImageFont.FreeTypeFont | None


def _blocks(language: Language, register: Register, phrases: Phrases, town: str | None) -> Iterator[_Block]:
    for tag, (title, name, small) in SIZES.items():
        speaks, *sentences = _sentences(language, phrases, tag, town)
        yield _Block(text=phrases.say("card_title", tag).upper(), size=title, bold=True)
        yield _Block(text=speaks, size=name, bold=True)
        yield from (_Block(text=sentence, size=small) for sentence in sentences)
        if language.kin:
            others = ", ".join(_named(register.get(kin), tag) for kin in language.kin)
            yield _Block(text=phrases.say("card_not", tag, language=_named(language, tag), others=others), size=small)
        yield _Block(above=36)
    yield _Block(text="  ".join(phrases.say("card_is", tag) for tag in SIZES), size=26, above=24)


def _set(blocks: Sequence[_Block], scale: float) -> tuple[list[_Line], float]:
    """The lines of the card at a scale, and their height together."""
    lines: list[_Line] = []
    y = 0.0
    for block in blocks:
        y += block.above * scale
        if not block.text:
            lines.append(_Line(text="", y=y, font=None))
            continue
        font = _font(round(block.size * scale), block.bold)
        for text in _wrapped(block.text, font):
            lines.append(_Line(text=text, y=y, font=font))
            y += block.size * scale * LINE_HEIGHT
    return lines, y


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
        while font.getlength(lines[-1]) > WIDTH - 2 * MARGIN:  # a word longer than the card
            fits = next(n for n in range(len(lines[-1]), 0, -1) if font.getlength(lines[-1][:n]) <= WIDTH - 2 * MARGIN)
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines


def font_file(bold: bool) -> Path:
    """DejaVu Sans, which has the letters of these languages; the package matplotlib brings it."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package matplotlib, which brings the font of the cards, is not installed")
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf" / name


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(bold), size)
