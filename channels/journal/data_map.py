"""What is stored, table by table and column by column, in words: `data_map.yaml` beside the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data_map.yaml"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
START, END = "<!-- made by `rumbo data-map --write` -->", "<!-- end of the data map -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words about a table or column; Spanish ones only where it is about a person."""

    en: str
    es: str | None

    @classmethod
    def of(cls, written: str | Sequence[str]) -> Words:
        return cls(en=written, es=None) if isinstance(written, str) else cls(en=written[0], es=written[1])

    def within(self, tag: str) -> str:
        return (self.es if tag == "es" else None) or self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A table."""

    holds: Words
    kept: str
    seen: str
    columns: Mapping[str, Words]

    @property
    def is_about_people(self) -> bool:
        return self.holds.es is not None


@cache
def data_map() -> Mapping[str, Described]:
    """By the table's name."""
    whole = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: Described(
            holds=Words.of(table["holds"]),
            kept=whole["kept"][table["kept"]],
            seen=whole["seen"][table["seen"]],
            columns={column: Words.of(words) for column, words in table["columns"].items()},
        )
        for name, table in whole["tables"].items()
    }


def as_markdown() -> str:
    """The map as docs/privacy.md shows it."""
    return "\n".join(line for name, table in data_map().items() for line in (*_table(name, table), ""))


def written(document: str) -> str:
    """The document with the map between its two comments; raises ValueError where they are missing."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the document needs the lines {START} and {END}")
    return f"{before}{start}\n\n{as_markdown()}{end}{after}"


def _table(name: str, table: Described) -> list[str]:
    columns = [f"| `{column}` | {words.en} |" for column, words in table.columns.items()]
    about = f"{table.holds.en}. *Kept:* {table.kept}. *Seen by:* {table.seen}."
    return [f"#### `{name}`", "", about, "", "| column | holds |", "|---|---|", *columns]
