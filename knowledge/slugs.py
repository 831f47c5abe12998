"""The closed list of articles and how menus group them (`slugs.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    id: str
    #: Name by language, for menus.
    names: Mapping[str, str]
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slugs:
    groups: tuple[Group, ...]
    #: Articles whose facts are read one by one by code, not only by their sentences.
    directories: frozenset[str]

    @property
    def all(self) -> tuple[str, ...]:
        """In the order of the menus."""
        return tuple(slug for group in self.groups for slug in group.slugs)


@cache
def load_slugs() -> Slugs:
    raw = yaml.safe_load(Path(__file__).with_name("slugs.yaml").read_text("utf-8"))
    groups = tuple(
        Group(id=group["id"], names={"en": group["en"], "es": group["es"]}, slugs=tuple(group["slugs"]))
        for group in raw["groups"]
    )
    return Slugs(groups=groups, directories=frozenset(raw["directories"]))
