"""The catalog of a language: which of its sentences may reach a person, and who signed them.

A sentence in a language that the team does not write itself is said only if it is signed: a named speaker vouches for
exactly these words. The signature stands as a comment in the `.po` and holds a digest of the English and the translated
sentence, so that a later change of either, in whatever editor, makes it void. Everything else counts as a draft
(`fuzzy`, in gettext's words) and is never said.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

FOLDER: Final = Path(__file__).parent
#: Languages that the team writes itself; what is finished in them needs no speaker's word.
OURS: Final = ("es", "en")
FUZZY: Final = "fuzzy"

_SIGNED = re.compile(r"signed by (?P<reviewer>.+) on (?P<day>\d{4}-\d{2}-\d{2}) \((?P<digest>[0-9a-f]{12})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    reviewer: str
    day: date


def catalog_file(folder: Path, tag: str) -> Path:
    return folder / tag / "LC_MESSAGES" / "rumbo.po"


def read(file: Path) -> Catalog:
    """Babel knows no plurals for most of these languages, so no locale is given; nothing of ours has plurals."""
    with file.open("rb") as po:
        return read_po(po, ignore_obsolete=True)


def load(tag: str, folder: Path = FOLDER) -> Catalog:
    """The catalog of a language; an empty one where it has none yet."""
    file = catalog_file(folder, tag)
    return read(file) if file.is_file() else empty(tag)


def write(file: Path, catalog: Catalog) -> None:
    """Written beside the file and moved over it, so that a full disk leaves the old one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".po.new")
    with fresh.open("wb") as po:
        write_po(po, catalog, sort_output=True, width=76)
    fresh.replace(file)


def empty(tag: str) -> Catalog:
    return Catalog(
        locale=None,
        project="rumbo",
        version="",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# Sentences of Rumbo in {tag}. Nothing is said before `rumbo languages sign {tag}`.",
    )


def messages(catalog: Catalog) -> Iterator[Message]:
    """Every translated sentence, without the header."""
    yield from (message for message in catalog if message.id and message.string)


def signature(message: Message) -> Signature | None:
    """Who vouches for the sentence as it stands; None for a draft, a change after signing, or a broken signature."""
    if message.fuzzy:
        return None
    for comment in message.user_comments:
        signed = _SIGNED.fullmatch(comment.strip())
        if signed and signed["digest"] == _digest(message):
            return Signature(reviewer=signed["reviewer"], day=date.fromisoformat(signed["day"]))
    return None


def sign(message: Message, reviewer: str, day: date) -> None:
    """Vouches for the sentence as it stands, instead of whoever did before."""
    message.flags.discard(FUZZY)
    message.user_comments = [comment for comment in message.user_comments if not _SIGNED.fullmatch(comment.strip())]
    message.user_comments.append(f"signed by {reviewer} on {day.isoformat()} ({_digest(message)})")


def draft(catalog: Catalog, sentence: str, translation: str, context: str) -> None:
    """Puts a translation in as a draft; a signed one that it replaces is kept as a comment."""
    old = catalog.get(sentence)
    kept = [f"before: {old.string}"] if old is not None and signature(old) else []
    catalog.delete(sentence)
    catalog.add(sentence, translation, flags=[FUZZY], auto_comments=[context] if context else [], user_comments=kept)


def may_be_said(message: Message, tag: str) -> bool:
    """Finished, with the placeholders of its English; in a language that is not ours also signed."""
    if message.fuzzy or placeholders(str(message.id)) != placeholders(str(message.string)):
        return False
    return tag in OURS or signature(message) is not None


def placeholders(sentence: str) -> frozenset[str] | None:
    """What stands in braces; None where the braces themselves are wrong."""
    try:
        found = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(sentence)]
    except ValueError:
        return None
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for name, spec, conversion in found
        if name is not None
    )


def _digest(message: Message) -> str:
    return sha256(f"{message.id}\0{message.string}".encode()).hexdigest()[:12]
