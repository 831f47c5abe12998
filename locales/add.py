"""Start a language: its entry in the register, an empty catalog, and its names for the tests."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from locales import catalog
from locales.commands import Commands
from locales.errors import RegisterError
from locales.languages import Language, Register

ROOT: Final = Path(__file__).resolve().parents[1]
#: What people type and the tag it means; read by the tests.
NAMES: Final = Path("tests") / "locales" / "names.tsv"
TAG: Final = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLanguage:
    tag: str
    #: What its speakers call it.
    name: str
    es: str
    en: str
    #: Countries where its speakers come from, two letters.
    spoken: Sequence[str]
    #: Other names and spellings that people type.
    also: Sequence[str] = ()

    def entry(self) -> str:
        """As it stands in the register; JSON strings are YAML strings."""

        def listed(values: Sequence[str]) -> str:
            return json.dumps(list(values), ensure_ascii=False)

        name, es, en = (json.dumps(value, ensure_ascii=False) for value in (self.name, self.es, self.en))
        return (
            f"{self.tag}:\n  name: {name}\n  es: {es}\n  en: {en}\n  level: listed\n  fallback: [es, en]\n"
            f"  spoken: {listed(self.spoken)}\n  also: {listed(self.also)}\n"
        )


def add(new: NewLanguage, root: Path = ROOT) -> Sequence[Path]:
    """The files that were written, below `root`. Nothing is written when something is wrong.

    Raises RegisterError: the tag is taken or no tag, or a name already means something else.
    """
    if not TAG.fullmatch(new.tag):
        raise RegisterError(f"{new.tag!r} is no tag: two or three small letters, as in ISO 639 (“mam”)")
    file = root / "locales" / "languages.yaml"
    before = file.read_text(encoding="utf-8")
    _check(new, before, root)
    with file.open("a", encoding="utf-8") as register:
        register.write(new.entry())
    po = catalog.catalog_file(root / "locales", new.tag)
    catalog.write(po, catalog.empty(new.tag))
    names = root / NAMES
    language = Register.load(file).get(new.tag)
    with names.open("a", encoding="utf-8") as rows:
        rows.writelines(f"{typed}\t{new.tag}\n" for typed in _typed(language))
    return (file, po, names)


def _typed(language: Language) -> Sequence[str]:
    return tuple(dict.fromkeys((language.name, language.es, language.en, *language.also)))


def _check(new: NewLanguage, before: str, root: Path) -> None:
    if new.tag in {language.tag for language in Register.load(root / "locales" / "languages.yaml").languages}:
        raise RegisterError(f"{new.tag} is in the register already: edit locales/languages.yaml")
    trial = root / "locales" / "languages.yaml.new"
    trial.write_text(before + new.entry(), encoding="utf-8")
    try:
        Commands.load(root / "locales" / "commands.yaml", Register.load(trial))
    finally:
        trial.unlink()
