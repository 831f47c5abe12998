"""Keys into sentences, with gettext; catalogs are read from their `.po` files at start, nothing is compiled to disk.

What may not be said (`locales.catalog`) is left out here, the one place through which every sentence goes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from babel.messages.mofile import write_mo
from babel.support import Translations

from locales.catalog import FOLDER, catalog_file, may_be_said, messages, read
from locales.errors import PhraseError
from locales.languages import Register
from locales.sentences import SENTENCES

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
        return cls(register, {tag: _said(tag, file) for tag, file in files if file.is_file()})

    def say(self, key: str, tag: str, **params: str) -> str:
        """The sentence `key` in the first language of `tag`'s chain that has it.

        Raises PhraseError for an unknown key or a missing placeholder.
        """
        try:
            return self.template(key, tag).format(**params)
        except KeyError as missing:
            raise PhraseError(f"phrase {key!r} needs a value for {missing}") from None

    def template(self, key: str, tag: str) -> str:
        """As `say`, with the placeholders still in it."""
        try:
            return self._translate(SENTENCES[key], tag)
        except KeyError:
            raise PhraseError(f"there is no phrase {key!r} in locales/sentences.py") from None

    def _translate(self, source: str, tag: str) -> str:
        for candidate in self.register.chain(tag):
            if candidate == SOURCE:
                return source
            catalog = self.catalogs.get(candidate)
            if catalog is not None and source in catalog._catalog:
                return str(catalog.gettext(source))
        return source


def _said(tag: str, file: Path) -> Translations:
    catalog = read(file)
    for message in list(messages(catalog)):
        if not may_be_said(message, tag):
            catalog.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
