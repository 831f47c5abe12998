from __future__ import annotations

import pytest

from locales.languages import Register
from locales.rights import Rights
from locales.table import END, README, START, table, written


def test_readme_shows_the_register_as_it_is() -> None:
    """The README's table is the one made from the register; `rumbo languages table --write` renews it."""
    document = README.read_text(encoding="utf-8")

    assert written(document, table(Register.load(), Rights.load())) == document


def test_table_says_what_there_is() -> None:
    """Mam has rights and words and is recognised; Popti' has none of these."""
    rows = {row.split(" | ")[0].strip("| "): row for row in table(Register.load(), Rights.load()).splitlines()}

    assert rows["mam"].startswith("| mam | Mam | mam | card | yes | ")
    assert rows["mam"].endswith(" | yes |")
    assert rows["jac"] == "| jac | Popti' | jakalteko | card |  |  |  |"


def test_table_keeps_what_stands_around_it() -> None:
    """Only what is between the comments changes; without them it says so."""
    assert written(f"a\n{START}\nold\n{END}\nb\n", "new\n") == f"a\n{START}\nnew\n{END}\nb\n"
    with pytest.raises(ValueError, match="needs the lines"):
        written("nothing", "new")
