from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.errors import BotError
from bot.nlu.danger import KINDS, Dangers

CASES = yaml.safe_load((Path(__file__).parent / "danger.yaml").read_text(encoding="utf-8"))
ALARMS = [(text, kind) for kind, texts in CASES["alarm"].items() for text in texts]


@pytest.fixture(scope="module")
def dangers() -> Dangers:
    return Dangers.load()


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_is_recognised(dangers: Dangers, text: str, kind: str) -> None:
    """Somebody in danger is recognised with the kind of danger."""
    assert dangers.recognise(text) == kind


@pytest.mark.parametrize("text", CASES["calm"])
def test_danger_does_not_alarm_calm_questions(dangers: Dangers, text: str) -> None:
    """A memory, an "if" or a question about rights is no alarm."""
    assert dangers.recognise(text) is None


def test_danger_that_is_happening_counts_although_it_is_asked_as_a_question(dangers: Dangers) -> None:
    """Words like "ahora mismo" make a question an alarm."""
    asked = "puedo pedir asilo si me quieren matar"

    assert dangers.recognise(asked) is None
    assert dangers.recognise(f"{asked} ahora mismo estan afuera") == "violence"


def test_danger_knows_all_kinds_in_both_languages() -> None:
    """Spanish and English both have patterns for every kind."""
    file = Path(__file__).parents[2] / "bot" / "nlu" / "danger.yaml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert {tag: set(entry["kinds"]) for tag, entry in entries.items()} == {"es": set(KINDS), "en": set(KINDS)}


@pytest.mark.parametrize(
    "broken",
    ["es: {kinds: {fire: {signs: [fuego]}}}", "es: {kind: {}}", "es: {kinds: {lost: {signs: ['(']}}}"],
    ids=["unknown kind", "unknown key", "not a pattern"],
)
def test_danger_refuses_broken_patterns(tmp_path: Path, broken: str) -> None:
    """A file with a mistake is refused with its name, never half read."""
    file = tmp_path / "danger.yaml"
    file.write_text(broken, encoding="utf-8")

    with pytest.raises(BotError, match=r"danger\.yaml"):
        Dangers.load(file)
