"""A language is started in a copy of the repository's words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from locales.add import NAMES, ROOT, NewLanguage, add
from locales.catalog import catalog_file
from locales.commands import Command, Commands, Name
from locales.errors import RegisterError
from locales.languages import Level, Register
from locales.phrases import Phrases

ITZA = NewLanguage(
    tag="itz", name="Itza'", es="itza'", en="Itza'", spoken=("gt",), also=("itzaj", "itza' de san josé: el viejo")
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files that `add` touches or reads."""
    for name in ("locales/languages.yaml", "locales/commands.yaml", str(NAMES)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_add_starts_a_language_that_works(root: Path) -> None:
    """It can be chosen by each of its names, is answered in Spanish, has a catalog, and its names are tested."""
    add(ITZA, root)
    register = Register.load(root / "locales" / "languages.yaml")
    commands = Commands.load(root / "locales" / "commands.yaml", register)
    phrases = Phrases.load(root / "locales", register)

    assert register.get("itz").level is Level.LISTED
    assert commands.recognise("hablo itza") == Command(name=Name.LANGUAGE, language="itz")
    assert commands.recognise("Itza’ de San José: el viejo") == Command(name=Name.LANGUAGE, language="itz")
    assert register.chain("itz") == ("itz", "es", "en")
    assert catalog_file(root / "locales", "itz").is_file()
    assert "itz" in phrases.catalogs
    assert "itzaj\titz\n" in (root / NAMES).read_text("utf-8")


def test_add_leaves_every_other_line_as_it_was(root: Path) -> None:
    """The comments of the register stay; the new entry stands at its end."""
    before = (root / "locales" / "languages.yaml").read_text("utf-8")
    add(ITZA, root)

    assert (root / "locales" / "languages.yaml").read_text("utf-8").startswith(before)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewLanguage(tag="mam", name="X", es="x", en="X", spoken=("gt",)), "in the register already"),
        (NewLanguage(tag="Itza", name="X", es="x", en="X", spoken=("gt",)), "is no tag"),
        (NewLanguage(tag="../x", name="X", es="x", en="X", spoken=("gt",)), "is no tag"),
        (NewLanguage(tag="itz", name="Mam", es="x", en="X", spoken=("gt",)), "names both"),
        (NewLanguage(tag="itz", name="Menú", es="x", en="X", spoken=("gt",)), "two meanings"),
        (NewLanguage(tag="itz", name="X", es="x", en="X", spoken=("Guatemala",)), "spoken"),
    ],
    ids=["taken", "no tag", "a path", "a name that is taken", "a command", "no country"],
)
def test_add_refuses_mistakes_and_writes_nothing(root: Path, new: NewLanguage, says: str) -> None:
    """A mistake is a sentence, and the copy is as it was."""
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}

    with pytest.raises(RegisterError, match=says):
        add(new, root)

    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before
