"""Alert rules and dashboard speak of metrics that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from channels import metrics

OPS = Path(__file__).resolve().parents[1] / "ops"
RULES = [rule for group in yaml.safe_load((OPS / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
PANELS = json.loads((OPS / "dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [each["expr"] for panel in PANELS for each in panel["targets"]]
#: Prometheus's own, and those that its client adds to every process.
NOT_OURS = {"up", "process_resident_memory_bytes"}
NAME = re.compile(r"\b(?:rumbo|process)_\w+|\bup\b")


def ours() -> dict[str, set[str]]:
    """Every name under which a metric of ours is read, with its labels."""
    names: dict[str, set[str]] = {}
    for metric in vars(metrics).values():
        if not isinstance(metric, MetricWrapperBase):
            continue
        for family in metric.describe():
            labels = set(metric._labelnames)
            endings = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",)}.get(family.type, ("",))
            names |= {family.name + ending: labels | {"le"} for ending in endings}
    return names


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_exists_with_its_labels(expression: str) -> None:
    """A rule about a metric that was renamed would be silent for ever."""
    known = ours()
    named = set(NAME.findall(expression)) - NOT_OURS
    asked = set(re.findall(r"(\w+)\s*(?:!?=~?)\s*\"", expression)) | set(
        label for by in re.findall(r"by \(([^)]*)\)", expression) for label in by.split(", ")
    )

    assert named <= set(known)
    assert asked - {"job"} <= set().union(*(known[name] for name in named)) if named else True


def test_every_metric_is_shown_or_watched() -> None:
    """What nobody looks at need not be counted."""
    looked_at = " ".join(EXPRESSIONS)

    assert [name for name in ours() if name.removesuffix("_count").removesuffix("_sum") not in looked_at] == [
        "rumbo_alarms_total"
    ]


def test_every_alert_says_what_to_do() -> None:
    """Who is woken reads what happened and the remedy."""
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "look"}
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["remedy"]
