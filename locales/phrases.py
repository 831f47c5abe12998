"""Keys into sentences, with gettext; catalogs are read from their `.po` files at start, nothing is compiled to disk."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from locales.errors import PhraseError
from locales.languages import Register
from locales.sentences import SENTENCES

FOLDER = Path(__file__).parent
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of every language that has a catalog."""

    register: Register
    catalogs: Mapping[str, Translations] = field(repr=False)

    @classmethod
    def load(cls, folder: Path = FOLDER, register: Register | None = None) -> Self:
        register = register or Register.load()
        files = ((language.tag, catalog_file(folder, language.tag)) for language in register.languages)
        return cls(register, {tag: _read(file) for tag, file in files if file.is_file()})

    def say(self, key: str, tag: str, **params: str) -> str:
        """The sentence `key` in the first language of `tag`'s chain that has it.

        Raises PhraseError for an unknown key or a missing placeholder.
        """
        try:
            source = SENTENCES[key]
        except KeyError:
            raise PhraseError(f"there is no phrase {key!r} in locales/sentences.py") from None
        try:
            return self._translate(source, tag).format(**params)
        except KeyError as missing:
            raise PhraseError(f"phrase {key!r} needs a value for {missing}") from None

    def _translate(self, source: str, tag: str) -> str:
        for candidate in self.register.chain(tag):
            if candidate == SOURCE:
                return source
            catalog = self.catalogs.get(candidate)
            if catalog is not None and source in catalog._catalog:
                return str(catalog.gettext(source))
        return source


def catalog_file(folder: Path, tag: str) -> Path:
    return folder / tag / "LC_MESSAGES" / "rumbo.po"


def _read(file: Path) -> Translations:
    # No locale is given: Babel refuses most Indigenous tags, and nothing here has plurals.
    with file.open("rb") as po:
        catalog = read_po(po, ignore_obsolete=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
