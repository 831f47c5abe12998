"""The Rasa project fits its code: domain, rules, examples and actions speak of the same things."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.actions import ACTIONS
from bot.actions.answer import LEGAL_HELP
from bot.actions.base import guide_slot
from bot.actions.countries import ASYLUM
from bot.actions.memory import Memory
from bot.actions.pathway import pathway
from bot.actions.topics import LAWFUL, MENU
from bot.nlu.commands import INTENTS, SIGNS
from bot.testing import ScriptedAnswers
from bot.train import BOT, ROOT
from locales.sentences import SENTENCES

FILES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((BOT / "domain").glob("*.yml"))}
DOMAIN = {key: value for content in FILES.values() for key, value in content.items()}
RULES = yaml.safe_load((BOT / "data" / "rules" / "rules.yml").read_text(encoding="utf-8"))["rules"]
GUIDED = {*pathway().otherwise, *(rule.topic for rule in pathway().rules)}


def test_domain_holds_no_sentence() -> None:
    """Words live in catalogs: no file of the domain has a key `text`."""
    for file in (BOT / "domain").glob("*.yml"):
        assert not re.search(r"^\s*-?\s*text\s*:", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_domain_lists_exactly_the_actions_that_exist() -> None:
    """An action without a class, or a class without a line, is an error."""
    assert sorted(DOMAIN["actions"]) == sorted(action(ScriptedAnswers()).name() for action in ACTIONS)


def test_domain_slots_are_the_memory() -> None:
    """Each slot is a field of Memory, and the other way round."""
    assert set(FILES["memory"]["slots"]) == set(Memory.__dataclass_fields__)


def test_form_asks_the_questions_of_the_pathway_finder() -> None:
    """Each question has a slot and is asked, at most six of them, in the order of the table."""
    slots = [guide_slot(question) for question in pathway().questions]

    assert FILES["pathway"]["forms"]["guide_form"]["required_slots"] == slots == list(FILES["pathway"]["slots"])
    assert len(slots) <= 6


def test_rules_cover_every_intent_once() -> None:
    """Whatever a message is taken for, exactly one rule says what happens."""
    assert sorted(rule["steps"][0]["intent"] for rule in RULES if "condition" not in rule) == sorted(DOMAIN["intents"])


def test_commands_and_signs_lead_to_known_intents() -> None:
    """Every command means an intent of the domain."""
    assert {*INTENTS.values(), *SIGNS.values()} <= set(DOMAIN["intents"])


def test_code_says_only_sentences_that_exist() -> None:
    """Every key that the actions name, and every key named after an intent, has a sentence."""
    named = {
        key for file in (BOT / "actions").glob("*.py") for key in re.findall(r'"(utter_\w+)"', file.read_text("utf-8"))
    }
    said = {f"utter_{rule['steps'][0]['intent']}" for rule in RULES if rule["steps"][1].get("action") == "action_say"}
    asked = {f"utter_ask_{guide_slot(question)}" for question in pathway().questions}

    assert named | said | asked <= set(SENTENCES)
    assert named


@pytest.mark.parametrize("slug", sorted({*MENU, *LAWFUL, *ASYLUM.values(), *GUIDED, LEGAL_HELP}))
def test_topics_are_articles(slug: str) -> None:
    """Every topic of a fixed list is an article of the repository."""
    assert (ROOT / "knowledge" / "articles" / slug / "article.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "marker"),
    [
        (["data", "validate", "--fail-on-warnings"], "No story structure conflicts found"),
        (["test", "core", "--stories", "../tests/bot/stories", "--fail-on-prediction-errors"], "Failed stories"),
    ],
    ids=["data validate", "test core"],
)
def test_rasa_accepts_the_project(arguments: list[str], marker: str, model: Path, tmp_path: Path) -> None:
    """Rasa's own checks pass."""
    if arguments[0] == "test":
        arguments = [*arguments, "--model", str(model), "--out", str(tmp_path)]
    command = [sys.executable, "-m", "bot.rasa_cli", *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr
    assert marker in result.stdout + result.stderr
