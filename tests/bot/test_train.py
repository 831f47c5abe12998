from __future__ import annotations

from pathlib import Path

from bot import train as training
from bot.train import content_hash, ingredients, train


def test_train_does_nothing_when_the_model_is_there(tmp_path: Path) -> None:
    """A model for the present content is taken as it is."""
    model = tmp_path / f"{content_hash()}.tar.gz"
    model.write_bytes(b"as it is")

    assert train(if_changed=True, models=tmp_path) == model
    assert model.read_bytes() == b"as it is"


def test_train_depends_on_all_that_a_model_is_made_of() -> None:
    """Configuration, domain, examples, rules, steps, danger, commands and languages count."""
    names = {str(file.relative_to(training.ROOT)) for file in ingredients()}

    assert names >= {
        "bot/config.yml",
        "bot/domain/intents.yml",
        "bot/data/rules/rules.yml",
        "bot/data/nlu/es/questions.yml",
        "bot/nlu/components.py",
        "bot/nlu/danger.yaml",
        "locales/commands.yaml",
        "locales/languages.yaml",
    }


def test_content_hash_changes_with_the_content(tmp_path: Path) -> None:
    """The same files give the same name, one changed byte another."""
    first, second = tmp_path / "a.yml", tmp_path / "b.yml"
    first.write_text("one", encoding="utf-8")
    second.write_text("two", encoding="utf-8")
    before = content_hash([first, second], root=tmp_path)
    again = content_hash([first, second], root=tmp_path)
    second.write_text("twO", encoding="utf-8")

    assert before == again
    assert content_hash([first, second], root=tmp_path) != before
