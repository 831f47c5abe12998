from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from locales.commands import FILE, Command, Commands, Name, recognise
from locales.errors import RegisterError
from locales.languages import Register

ES = ("MÁS", "fuentes", "Menú", "IDIOMA", "persona", "ayuda", "ALTO", "inicio", "borrar", "AVISO")
EN = ("more", "SOURCES", "menu", "Language", "human", "help", "STOP", "start", "delete", "ALERT")
NAMES = (
    Name.MORE,
    Name.SOURCES,
    Name.MENU,
    Name.LANGUAGE,
    Name.HUMAN,
    Name.HELP,
    Name.STOP,
    Name.START,
    Name.DELETE,
    Name.ALERT,
)


@pytest.mark.parametrize(("typed", "name"), [*zip(ES, NAMES, strict=True), *zip(EN, NAMES, strict=True)])
def test_command_is_recognised_in_both_languages(typed: str, name: Name) -> None:
    """The word that our sentences name works, with or without accents and capitals."""
    assert recognise(typed) == Command(name=name)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", 1), ("2.", 2), (" 3 ) ", 3), ("dos", 2), ("la opción 3", 3), ("option 12", 12), ("0", 0), ("three", 3)],
)
def test_command_reads_numbers(typed: str, number: int) -> None:
    """A number alone, in figures or words, or with the words around it that people use."""
    assert recognise(typed) == Command(name=Name.NUMBER, number=number)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("English", "en"), ("hablo español", "es"), ("in english please", "en"), ("en ingles por favor", "en")],
)
def test_command_reads_languages(typed: str, tag: str) -> None:
    """A language's name, alone or as people ask for it."""
    assert recognise(typed) == Command(name=Name.LANGUAGE, language=tag)


@pytest.mark.parametrize(
    "typed",
    [
        "como puedo borrar mi orden",
        "necesito ayuda con mi asilo",
        "i want to stop my deportation",
        "123456",
        "i589",
        "en",
        "",
        "no hablo ingles",
    ],
)
def test_command_inside_other_words_is_none(typed: str) -> None:
    """Only the whole message is a command."""
    assert recognise(typed) is None


def test_commands_are_complete_in_full_languages() -> None:
    """A language that we answer in has a word for every command."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    wanted = {name.value for name in Name if name is not Name.NUMBER} | {"numbers", "number_in", "speak"}

    assert {tag: set(entries[tag]) for tag in ("es", "en")} == {"es": wanted, "en": wanted}


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("es: {mehr: [mas]}", "es: mehr"), ("es: {more: [alto], stop: [ALTO]}", "two meanings")],
    ids=["unknown key", "one word, two meanings"],
)
def test_commands_refuse_mistakes(tmp_path: Path, text: str, remedy: str) -> None:
    """The message names the file, the language and the mistake."""
    file = tmp_path / "commands.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(RegisterError, match=remedy):
        Commands.load(file, Register.load())
