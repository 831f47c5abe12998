"""docs/privacy.md says of every table and column what it holds."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect

from channels.journal.data_map import DOCUMENT, data_map, written
from channels.journal.desk_schema import Base
from channels.journal.disclosure import about
from channels.journal.keys import SEALED

REMEDY = "describe it in channels/journal/data_map.yaml, then run: rumbo data-map --write"


def test_map_names_every_table_and_column(engine: Engine) -> None:
    """Compared with a real, migrated database: nothing is stored that the map does not name, nor the other way."""
    found = inspect(engine)
    stored = {name: {c["name"] for c in found.get_columns(name)} for name in found.get_table_names()}
    stored.pop("alembic_version")

    assert stored == {name: set(table.columns) for name, table in data_map().items()}, REMEDY


def test_document_shows_the_map() -> None:
    """What people read is what the file says."""
    document = DOCUMENT.read_text(encoding="utf-8")

    assert written(document) == document, REMEDY


def test_everything_about_a_person_can_be_asked_for() -> None:
    """Tables that hang on people are in `rumbo export`, with words in the person's language."""
    hang = {
        name
        for name, table in Base.metadata.tables.items()
        if {"people.person", "inbound.sid"} & {key.target_fullname for key in table.foreign_keys}
    }
    disclosed = {name for name, _, _ in about([])}

    assert hang | {"people", "statuses"} == disclosed
    assert [name for name in disclosed if not data_map()[name].is_about_people] == []
    assert [c for name in disclosed for c, words in data_map()[name].columns.items() if not words.es] == []


@pytest.mark.parametrize("table", list(Base.metadata.tables.values()), ids=lambda table: table.name)
def test_rotation_renews_every_sealed_column(table: object) -> None:
    """A sealed column that the rotation forgot would be unreadable once the old key is gone."""
    name = getattr(table, "name", "")
    renewed = {column.key for sealed in SEALED if sealed.table.__tablename__ == name for column in sealed.columns}

    assert {c.name for c in Base.metadata.tables[name].columns if c.name.endswith("_sealed")} == renewed
