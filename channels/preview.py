"""An article as a phone shows it: the first answer, what MORE brings, and SOURCES, through the service's own steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.box import ROUNDED
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.replies import ArticlePart, Reply, Sources
from channels.fit import fit
from channels.message import Channel, OutboundPart
from channels.prices import Price
from channels.render import Wording, render
from knowledge.served import serving

#: Characters in a line of a small phone's message.
PHONE = 36
#: WhatsApp's marks around a whole line, and the letters that the phone makes of them.
MARKS = {"*": "bold", "_": "italic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One bubble, and what the person does to get it."""

    #: "" for the answer itself, "MORE 1/4", "SOURCES".
    asked: str
    part: OutboundPart


def seen(slug: str, wording: Wording, *, channel: Channel, tag: str, today: date) -> tuple[Seen, ...]:
    """Every bubble of the article in the language `tag`, on the day `today`."""
    folds = wording.register.get(tag).fold
    return tuple(
        Seen(asked=asked, part=part)
        for asked, reply in _replies(slug, wording, tag, today)
        for part in fit(render((reply,), wording, tag=tag, today=today), channel, folds)
    )


def _replies(slug: str, wording: Wording, tag: str, today: date) -> Iterator[tuple[str, Reply]]:
    article = wording.library.articles[slug]
    yield "", ArticlePart(slug=slug)
    if serving(article, today=today, allow_unsigned=wording.allow_unsigned).answered:
        last = len(wording.words(article, tag).paragraphs)
        for number in range(1, last + 1):
            yield f"MORE {number}/{last}", ArticlePart(slug=slug, part=number)
    yield "SOURCES", Sources(slug=slug)


def draw(bubbles: Sequence[Seen], console: Console, *, channel: Channel, price: Price) -> None:
    """Boxes of a phone's width with what each bubble costs, and the sum."""
    for bubble in bubbles:
        console.print(
            Panel(
                styled(bubble.part.text) if channel is Channel.WHATSAPP else Text(bubble.part.text),
                title=Text(bubble.asked) if bubble.asked else None,
                title_align="right",
                subtitle=Text(_measured(bubble.part, channel, price)),
                subtitle_align="left",
                width=PHONE + 4,  # two for the frame, two for the space inside it
                box=ROUNDED,
            )
        )
    console.print(Text(_total([bubble.part for bubble in bubbles], price)), soft_wrap=True)


def styled(text: str) -> Text:
    """WhatsApp's marks as the letters that the phone makes of them."""
    return Text("\n").join(_line(line) for line in text.split("\n"))


def _line(line: str) -> Text:
    style = MARKS.get(line[:1], "")
    marked = style and len(line) > 2 and line[0] == line[-1]
    return Text(line[1:-1], style=style) if marked else Text(line)


def _measured(part: OutboundPart, channel: Channel, price: Price) -> str:
    length = f"{part.segments} × {part.encoding}" if channel is Channel.SMS else f"{len(part.text)} characters"
    return f"{length} · ${price.of(part):.4f}"


def _total(parts: Sequence[OutboundPart], price: Price) -> str:
    first, all_of_it = price.of(parts[0]), sum(price.of(part) for part in parts)
    guessed = "estimate: " if price.estimate else ""
    return (
        f"First answer ${first:.4f}, everything ${all_of_it:.4f} "
        f"({guessed}${price.price:.4f} a {price.per}, {price.as_of}; {price.source})"
    )
