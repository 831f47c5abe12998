"""Answers to the pathway finder become the right topics."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions.pathway import MOST, Pathway, pathway
from bot.errors import BotError

CASES = [
    ("afraid in the US", {"where": "us", "fear": "afraid"}, ("us-asylum-who-qualifies", "us-asylum-deadlines")),
    ("afraid in Mexico", {"where": "mx", "origin": "hn", "fear": "afraid"}, ("mx-refugee-comar", "us-refugee-program")),
    ("no refuge in one's own country", {"where": "mx", "origin": "mx", "fear": "afraid"}, ("us-refugee-program",)),
    ("a child alone in the US", {"where": "us", "minor": "alone"}, ("us-unaccompanied-children-orr", "us-sij")),
    ("a child alone in Mexico", {"where": "mx", "minor": "alone"}, ("mx-children-dif",)),
    ("trafficked in the US", {"where": "us", "harm": "trafficking"}, ("us-t-visa-trafficking",)),
    ("hurt by a citizen", {"where": "us", "family": "citizen", "harm": "abuse"}, ("us-vawa", "crisis-and-gbv-lines")),
    ("a daughter who is a citizen", {"where": "gt", "family": "citizen"}, ("us-family-petition-i130",)),
    ("a wife with asylum", {"where": "gt", "family": "asylee"}, ("us-follow-to-join-i730",)),
    ("a Salvadoran in the US", {"where": "us", "origin": "sv"}, ("us-tps-el-salvador",)),
    ("a Salvadoran at home", {"where": "sv", "origin": "sv"}, ("pathways-overview", "rights-and-principles")),
    ("lawful work", {"where": "hn", "harm": "work"}, ("work-visas-h2-how",)),
    ("everything skipped", {}, ("pathways-overview", "rights-and-principles")),
]


def numbers(meant: dict[str, str]) -> dict[str, int]:
    """What the person typed; every other question was skipped."""
    table = pathway().questions
    return {asked: table[asked].index(meant[asked]) + 1 if asked in meant else 0 for asked in table}


@pytest.mark.parametrize(("meant", "begins"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_pathway_names_topics(meant: dict[str, str], begins: tuple[str, ...]) -> None:
    """These answers lead to these topics, in this order."""
    topics = pathway().topics(numbers(meant))

    assert topics[: len(begins)] == begins
    assert len(topics) <= MOST


def test_pathway_uses_every_rule() -> None:
    """A rule that another one always outdoes would be a topic nobody is shown."""
    for rule in pathway().rules:
        meant = {question: meanings[0] for question, meanings in rule.when.items()}

        assert rule.topic in pathway().topics(numbers(meant)), rule


def test_pathway_refuses_a_rule_about_something_nobody_is_asked(tmp_path: Path) -> None:
    """A misspelled condition is an error with the file and the rule, not a rule that never holds."""
    file = tmp_path / "pathway.yaml"
    file.write_text("questions: {where: [us]}\nrules: [{topic: us-daca, when: {where: [uss]}}]\notherwise: []\n")

    with pytest.raises(BotError, match=r"(?s)pathway\.yaml.*us-daca: where cannot be"):
        Pathway.load(file)
