"""The reduced copy of Twilio's API description."""

from __future__ import annotations

import yaml

from tests.twilio_api.reduce import HERE, PATHS, REDUCED, reduce, references


def test_reduced_description_is_complete_and_no_more() -> None:
    """The copy has the paths of messages, every schema that they name, and nothing else."""
    description = yaml.safe_load(REDUCED.read_text(encoding="utf-8"))

    assert set(description["paths"]) == set(PATHS)
    assert set(references(description)) == set(description["components"]["schemas"])
    assert reduce(description) == description


def test_reduced_description_comes_with_its_licence() -> None:
    """Twilio's licence lies beside what is Twilio's."""
    assert "Twilio" in (HERE / "LICENSE").read_text(encoding="utf-8")
