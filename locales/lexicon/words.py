"""Single words of a language for a menu: `words.yaml` has them, `concepts.yaml` says what they mean and stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

FILE: Final = Path(__file__).parent / "words.yaml"
#: Read by `make.py` only: `words.yaml` has them already.
CORRECTIONS: Final = Path(__file__).parent / "corrections.yaml"
CONCEPTS: Final = Path(__file__).parent / "concepts.yaml"


class Concept(BaseModel):
    """What a word means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The Spanish word that it stands beside.
    say: str
    en: list[str]
    es: list[str]


class _Concepts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    concepts: dict[str, Concept]
    topics: dict[str, str | None]


@cache
def _table() -> _Concepts:
    return _Concepts.model_validate(yaml.safe_load(CONCEPTS.read_text(encoding="utf-8")))


def concepts() -> Mapping[str, Concept]:
    return _table().concepts


def topics() -> Mapping[str, str | None]:
    """The concept of each article of knowledge/, or None."""
    return _table().topics


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}


def word(tag: str, concept: str) -> str | None:
    """The word of a language for a concept ("kek", "help": "tenq"); None where there is no sure one."""
    return _words().get(tag, {}).get(concept)


def topic_word(tag: str, topic: str) -> str | None:
    """The word that may stand beside the label of a topic, a slug of knowledge/."""
    concept = topics().get(topic)
    return word(tag, concept) if concept else None
