"""Texts of the length that people send, cut out of longer ones at the edges of words."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from locales.training.texts import Line

#: Shortest and longest text of each band, in characters.
BANDS: Final = ((8, 20), (21, 60), (61, 160))


class Kind(NamedTuple):
    label: str
    source: str
    band: int


def windows(lines: Iterable[Line], most: int, seed: int) -> Mapping[Kind, list[str]]:
    """At most `most` texts of each label, source and band. Entries of word lists are joined until long enough."""
    rng = random.Random(seed)  # noqa: S311 - chance, not secrecy
    drawn: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        drawn[line.label, line.source].append(line.text)
    found: dict[Kind, list[str]] = {}
    for (label, source), texts in sorted(drawn.items()):
        rng.shuffle(texts)
        for band, (shortest, longest) in enumerate(BANDS):
            kind = Kind(label, source, band)
            found[kind] = _cut_all(texts, shortest, longest, most, rng)
    return found


def _cut_all(texts: list[str], shortest: int, longest: int, most: int, rng: random.Random) -> list[str]:
    found: list[str] = []
    waiting = ""
    for text in texts:
        if len(found) == most:
            break
        if shortest == BANDS[0][0] and " " not in text:
            continue
        waiting = f"{waiting} {text}".strip()
        if len(waiting) < shortest:
            continue
        window = _cut(waiting, shortest, longest, rng)
        waiting = ""
        if window:
            found.append(window)
    return found


def _cut(text: str, shortest: int, longest: int, rng: random.Random) -> str | None:
    words = text.split()
    start = rng.randrange(len(words)) if len(text) > longest else 0
    wanted = rng.randint(shortest, longest)
    window = ""
    for word in words[start:]:
        longer = f"{window} {word}".strip()
        if len(longer) > longest:
            break
        window = longer
        if len(window) >= wanted:
            break
    lettered = sum(character.isalpha() for character in window)
    return window if len(window) >= shortest and lettered > 0.6 * len(window) else None
