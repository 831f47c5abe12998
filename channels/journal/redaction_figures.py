"""How much of what identifies people `redact` finds, and what it wrongly takes, on labelled messages.

A labelled message has what identifies somebody in braces, with its kind first: `llame al {phone 55 1234 5678}`. It is
found when none of its words (two letters or digits at least) is left of it, which is stricter than "somewhere in it".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

LABEL = re.compile(r"\{(?P<kind>[a-z-]+) (?P<value>[^{}]+)\}")
WORD = re.compile(r"\w{2,}")
MARK = re.compile(r"\[[a-z-]+\]")
#: A name is a guess by its neighbours, so names are counted apart from what has a shape.
NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    text: str
    #: Kind and value of everything that identifies somebody.
    identifiers: tuple[tuple[str, str], ...]
    #: Words that are to stay.
    others: Counter[str]

    @classmethod
    def read(cls, line: str) -> Labelled:
        return cls(
            text=LABEL.sub(lambda match: match["value"], line),
            identifiers=tuple((match["kind"], match["value"]) for match in LABEL.finditer(line)),
            others=Counter(WORD.findall(LABEL.sub(" ", line))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    messages: int
    #: By kind: how many there are, and how many were found.
    found: Mapping[str, tuple[int, int]]
    #: Words of the messages that identify nobody, and how many of them stayed.
    words: tuple[int, int]
    #: Messages that identify nobody, and how many of them came back unchanged.
    untouched: tuple[int, int]
    #: What slipped through and what was wrongly taken, as `redact` left it: for whoever improves the rules.
    misses: tuple[str, ...]

    def recall(self, *, names: bool) -> float:
        """Of names, or of everything else."""
        kinds = [pair for kind, pair in self.found.items() if (kind == NAME) is names]
        return ratio(sum(found for _, found in kinds), sum(there for there, _ in kinds))


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def read(files: Iterable[Path]) -> list[Labelled]:
    """Every line of YAML files that hold lists of messages under headings."""
    groups = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return [Labelled.read(line) for each in groups for lines in each.values() for line in lines]


def measure(messages: Iterable[Labelled], redact: Callable[[str], str]) -> Figures:
    found: dict[str, list[bool]] = defaultdict(list)
    words, untouched, misses, messages = [0, 0], [0, 0], [], list(messages)
    for message in messages:
        left = redact(message.text)
        stayed = Counter(WORD.findall(MARK.sub(" ", left)))
        verdicts = [(kind, is_gone(value, stayed - message.others)) for kind, value in message.identifiers]
        for kind, gone in verdicts:
            found[kind].append(gone)
        kept = message.others & stayed
        words[0] += message.others.total()
        words[1] += kept.total()
        if not message.identifiers:
            untouched[0] += 1
            untouched[1] += left == message.text
        if kept != message.others or not all(gone for _, gone in verdicts):
            misses.append(left)
    return Figures(
        messages=len(messages),
        found={kind: (len(each), sum(each)) for kind, each in sorted(found.items())},
        words=(words[0], words[1]),
        untouched=(untouched[0], untouched[1]),
        misses=tuple(misses),
    )


def is_gone(value: str, left: Counter[str]) -> bool:
    return not any(word in left for word in WORD.findall(value))
