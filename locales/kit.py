"""A translator's kit: the sentences of the service as rows of a table, and the rows back into the catalog as drafts.

Columns: key, Spanish, English, what it is for, the limit in SMS segments, the translation, who signed it. Whatever a
translator wrote is kept, as a draft, also where something is wrong with it; what is wrong is said in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from locales import catalog as catalogs
from locales.commands import Commands
from locales.console_sentences import CONSOLE
from locales.page_sentences import PAGES
from locales.phrases import Phrases
from locales.reading_sentences import READING
from locales.sentences import SENTENCES

HEAD: Final = ("key", "Spanish", "English", "what it is for", "SMS at most", "translation", "signed by")
#: People read these; pages for staff stay in Spanish and English.
KEYS: Final = tuple(key for key in SENTENCES if key not in {**PAGES, **CONSOLE, **READING})
#: SMS segments that a sentence may take with its placeholders empty; one that stands below others has less room.
SEGMENTS: Final = 2
#: "Name, role": a signature says who speaks and why they may.
REVIEWER: Final = re.compile(r"[^,\n()]+,\s*[^\n()]+")

#: SMS segments of a text in the language at hand, after folding.
Measure = Callable[[str], int]
Rows = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import did."""

    #: Keys whose translation is new or another than before.
    changed: tuple[str, ...]
    #: Sentences for the translator, the row named.
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNow:
    keys: tuple[str, ...]
    #: Sentences that say why others were not signed.
    refused: tuple[str, ...]


@cache
def _contexts() -> Mapping[str, str]:
    """English sentence -> the comment for translators above it."""
    file = Path(__file__).parent / "sentences.py"
    found = extract_from_file(
        "python", str(file), keywords={"N_": None}, comment_tags=["Translators:"], strip_comment_tags=True
    )
    return {str(message): " ".join(comments) for _, message, comments, _ in found}


def export_rows(catalog: Catalog, tag: str, phrases: Phrases) -> Rows:
    """The header and a row for each sentence that people read."""
    rows = [[*HEAD[:5], tag, HEAD[6]]]
    for key in KEYS:
        english = SENTENCES[key]
        message = catalog.get(english)
        vouched = catalogs.signature(message) if message is not None else None
        rows.append(
            [
                key,
                phrases.template(key, "es"),
                english,
                _contexts().get(english, ""),
                str(SEGMENTS),
                str(message.string) if message is not None else "",
                f"{vouched.reviewer}, {vouched.day.isoformat()}" if vouched else "",
            ]
        )
    return rows


def import_rows(catalog: Catalog, tag: str, rows: Sequence[Sequence[str]], measure: Measure) -> Taken:
    """Puts every translation of the table into the catalog, as a draft; an empty cell changes nothing."""
    if not rows or list(rows[0][:3]) != list(HEAD[:3]) or len(rows[0]) < 6:
        return Taken(changed=(), problems=(f"row 1: the first row must be as `rumbo languages export {tag}` wrote it",))
    if rows[0][5] != tag:
        return Taken(changed=(), problems=(f"row 1: this table is for {rows[0][5]!r}, not for {tag!r}",))
    changed: list[str] = []
    problems: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [*row, *[""] * 6]
        key, english, translation = cells[0].strip(), cells[2].strip(), cells[5].strip()
        if not translation:
            continue
        place = f"row {number}: {key}"
        if SENTENCES.get(key) != english:
            now = (
                "the English sentence is another one now" if key in SENTENCES else "there is no such sentence any more"
            )
            problems.append(f"{place}: {now}; export again and copy your translation over: {translation!r}")
            continue
        old = catalog.get(english)
        if old is None or old.string != translation:
            if old is not None and catalogs.signature(old):
                problems.append(f"{place}: replaces a signed sentence; it is not said until somebody signs it again")
            catalogs.draft(catalog, english, translation, _contexts().get(english, ""))
            changed.append(key)
        problems += [f"{place}: {wrong}" for wrong in faults(english, translation, measure)]
    return Taken(changed=tuple(changed), problems=tuple(problems))


def sign_all(catalog: Catalog, reviewer: str, day: date, measure: Measure, only: Sequence[str] = ()) -> SignedNow:
    """Signs the drafts, or those of the keys in `only`; one with a fault stays a draft.

    Raises ValueError when the reviewer is not "Name, role" or a key does not exist.
    """
    if not REVIEWER.fullmatch(reviewer.strip()):
        raise ValueError('the reviewer must be "Name, role", for example "María Ramírez, Mam interpreter"')
    if unknown := [key for key in only if key not in SENTENCES]:
        raise ValueError(f"there is no sentence {unknown[0]!r}; the first column of the table has their names")
    signed: list[str] = []
    refused: list[str] = []
    for key in only or KEYS:
        message = catalog.get(SENTENCES[key])
        if message is None or not message.string or catalogs.signature(message):
            continue
        if wrong := list(faults(SENTENCES[key], str(message.string), measure)):
            refused += [f"{key}: {each}" for each in wrong]
        else:
            catalogs.sign(message, reviewer.strip(), day)
            signed.append(key)
    return SignedNow(keys=tuple(signed), refused=tuple(refused))


def faults(english: str, translation: str, measure: Measure) -> Iterator[str]:
    """What keeps a translation from being said, as sentences for its translator."""
    wanted, found = catalogs.placeholders(english) or frozenset(), catalogs.placeholders(translation)
    if found is None:
        yield "a brace { or } stands alone; keep the words in braces as they are in English"
        return
    for name in sorted(wanted - found):
        yield f"{{{name}}} is missing; copy it from the English sentence, braces included"
    for name in sorted(found - wanted):
        yield f"{{{name}}} is not in the English sentence; take it out"
    if unknown := sorted(word for word in _capitals(translation) if not _commands().recognise(word)):
        yield (
            f"{', '.join(unknown)}: words in capitals must be ones that people can reply; use those of the Spanish "
            "sentence, or add them to locales/commands.yaml"
        )
    length = measure(re.sub(r"\{[^}]*\}", "", translation))
    if length > SEGMENTS:
        yield f"takes {length} SMS; at most {SEGMENTS}, so that it stays cheap and arrives whole"


@cache
def _commands() -> Commands:
    return Commands.load()


def _capitals(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{3,}", re.sub(r"\{[^}]*\}", "", text))
    return {word for word in words if word.isupper()}
