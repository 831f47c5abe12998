"""Train the dialogue model, and only when something that it is made of has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from bot.errors import BotError
from bot.quiet import quiet

BOT = Path(__file__).resolve().parent
ROOT = BOT.parent
MODELS = ROOT / "var" / "models" / "dialogue"
#: The words that the pipeline's own steps go by.
WORDS = tuple(ROOT / "locales" / name for name in ("commands.yaml", "languages.yaml", "commands.py", "plain.py"))
#: A model is read with the version that wrote it.
WRITERS = ("rasa", "scikit-learn", "skops", "numpy")


def ingredients() -> Iterator[Path]:
    """Every file that a model depends on."""
    yield BOT / "config.yml"
    for folder in ("domain", "data", "nlu"):
        yield from sorted(file for file in (BOT / folder).rglob("*") if file.suffix in {".yml", ".yaml", ".py"})
    yield from WORDS


def content_hash(files: Iterable[Path] | None = None, root: Path = ROOT) -> str:
    """16 hex digits over all ingredients, their names and the libraries' versions."""
    digest = hashlib.sha256()
    for library in WRITERS:
        digest.update(f"{library}=={version(library)}\n".encode())
    for file in ingredients() if files is None else files:
        digest.update(f"{file.relative_to(root)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def train(*, if_changed: bool = True, models: Path = MODELS) -> Path:
    """The model for the present content; trained (some seconds) unless it is there. Raises BotError."""
    name = content_hash()
    model = models / f"{name}.tar.gz"
    if if_changed and model.is_file():
        return model
    from rasa.model_training import train as rasa_train  # noqa: PLC0415 - takes seconds, and is needed seldom

    with quiet():
        result = rasa_train(
            domain=str(BOT / "domain"),
            config=str(BOT / "config.yml"),
            training_files=[str(BOT / "data")],
            output=str(models),
            fixed_model_name=name,
            force_training=True,
        )
    if result.code != 0 or not model.is_file():
        raise BotError(f"Rasa trained no model (code {result.code}); run `rumbo rasa data validate`")
    return model
