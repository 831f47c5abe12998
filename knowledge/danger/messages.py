"""The messages that danger is learned from: `examples/WRITER.LANGUAGE.yaml`, one a line under the name of its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.article import Article

FOLDER = Path(__file__).parent / "examples"
#: Kinds of message without danger; every other kind in the files is a kind of danger.
PAST, NEAR, ORDINARY, ILLEGAL = "past", "near", "ordinary", "illegal"
CALM = (PAST, NEAR, ORDINARY, ILLEGAL)
#: Articles that people open while they are in danger: their questions show neither danger nor its absence.
ABOUT_DANGER = frozenset(
    {
        "crisis-and-gbv-lines",
        "emergency-numbers",
        "mx-emergency-help",
        "route-safety",
        "smugglers-ransom-fake-jobs",
        "us-know-your-rights-ice",
        "us-t-visa-trafficking",
    }
)
#: Articles on what comes after danger: their questions sound like it ("se llevaron a mi papa").
AFTER_DANGER = frozenset(
    {
        "children-traveling-rights-region",
        "missing-family-red-cross",
        "mx-children-dif",
        "us-asylum-who-qualifies",
        "us-credible-fear-expedited-removal",
        "us-find-detained-person",
        "us-sij",
        "us-u-visa",
        "us-unaccompanied-children-orr",
        "us-vawa",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    kind: str
    text: str
    #: Who made it up, as the file is named; empty for the questions of articles.
    writer: str = ""

    @property
    def urgent(self) -> bool:
        return self.kind not in CALM


def read_messages(folder: Path = FOLDER) -> tuple[Message, ...]:
    """Every message of every writer, once. Raises ValueError for a message that is given with two kinds."""
    found: dict[str, Message] = {}
    for file in sorted(folder.glob("*.yaml")):
        writer = file.name.partition(".")[0]
        for kind, lines in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            for text in filter(None, map(str.strip, lines.splitlines())):
                known = found.setdefault(text, Message(kind=kind, text=text, writer=writer))
                if known.kind != kind:
                    raise ValueError(f"{file.name}, {kind}: {text!r} is already under {known.kind}")
    return tuple(found.values())


def kind_of_question(topic: str) -> str | None:
    """The kind of the questions that an article answers, as messages without danger; None where they do not tell."""
    if topic in ABOUT_DANGER:
        return None
    return NEAR if topic in AFTER_DANGER else ORDINARY


def asked(articles: Mapping[str, Article], labelled: Mapping[str, Sequence[str]]) -> Iterator[Message]:
    """What people ask, as examples of messages without danger."""
    for slug, article in articles.items():
        yield from _calm(slug, (text for words in article.words.values() for text in words.asked_as))
    for topic, questions in labelled.items():
        yield from _calm(topic, questions)


def _calm(topic: str, questions: Iterable[str]) -> Iterator[Message]:
    if (kind := kind_of_question(topic)) is not None:
        yield from (Message(kind=kind, text=text) for text in questions)


def digest(messages: Iterable[Message]) -> str:
    """Changes with any message."""
    lines = (f"{message.writer}\t{message.kind}\t{message.text}\n" for message in messages)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
