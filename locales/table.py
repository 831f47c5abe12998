"""The table of languages in the README, from the register and from what there is for each language."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from locales.languages import Language, Level, Recognised, Register
from locales.lexicon.words import concepts, word
from locales.rights import Rights

README: Final = Path(__file__).resolve().parents[1] / "README.md"
START: Final = "<!-- made by `rumbo languages table --write` -->"
END: Final = "<!-- end of the languages -->"

_LEVELS: Final = {
    Level.FULL: "articles and phrases",
    Level.PHRASES: "phrases",
    Level.LISTED: "card",
}
_RECOGNISED: Final = {Recognised.ALONE: "yes", Recognised.KIN: "with its kin", Recognised.NO: ""}
_HEAD: Final = (
    "| tag | own name | Spanish | what there is | rights | words | recognised |\n|---|---|---|---|---|---|---|\n"
)


def table(register: Register, rights: Rights) -> str:
    """Markdown, a row for each language."""
    return _HEAD + "".join(_row(language, rights) for language in register.languages)


def _row(language: Language, rights: Rights) -> str:
    words = sum(word(language.tag, concept) is not None for concept in concepts())
    cells = (
        language.tag,
        language.name,
        language.es,
        _LEVELS[language.level],
        "yes" if language.tag in rights.tags else "",
        str(words or ""),
        _RECOGNISED[language.recognised],
    )
    return f"| {' | '.join(cells)} |\n"


def written(document: str, rows: str) -> str:
    """The document with the table between its two comments; raises ValueError where they are missing."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the document needs the lines {START} and {END}")
    return f"{before}{start}\n{rows}{end}{after}"
