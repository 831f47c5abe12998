"""The commands as a person at a terminal runs them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from channels.ask import Asking
from channels.settings import Settings
from tests.service.running import ACCOUNT, KEPT_VARIABLES, PROGRAM, ROOT

FEES = "us-asylum-fees"
ASK_KEYS = {"language", "decision", "article", "candidates", "parts", "segments", "encoding"}
EVALUATE_KEYS: Mapping[str, set[str]] = {
    "in_scope": {
        "n",
        "recall_at_1",
        "recall_at_3",
        "mrr",
        "answered",
        "answered_precision",
        "offered",
        "offered_contains",
        "declined",
    },
    "out_of_scope": {"n", "answered"},
    "urgent": {"n", "recall", "false_alarms"},
    "ms_per_question": {"p50", "p95"},
}


@pytest.fixture(scope="session")
def asking(trained: None) -> Asking:
    return Asking.load(Settings.load(env_file=None))


def rumbo(
    *arguments: str, folder: Path, typed: str = "", settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    own = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return subprocess.run(
        [PROGRAM, *arguments],
        check=False,
        cwd=ROOT,
        env={**own, "DATABASE_URL": f"sqlite:///{folder}/rumbo.sqlite", **(settings or {})},
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.mark.parametrize(
    ("tag", "question"), [("es", "cuanto cuesta pedir asilo"), ("en", "how much does it cost to ask for asylum")]
)
async def test_ask_answers_the_first_question_in_two_segments(asking: Asking, tag: str, question: str) -> None:
    """The question of the README is answered in either language by the article on fees, in two SMS segments."""
    answered = (await asking.ask(question)).as_json()

    assert answered.keys() == ASK_KEYS
    assert (answered["language"], answered["decision"], answered["article"]) == (tag, "answer", FEES)
    assert answered["segments"] <= 2
    assert answered["encoding"] == "GSM-7"
    assert answered["candidates"][0]["article"] == FEES


def test_chat_talks_until_an_empty_line(trained: None, tmp_path: Path) -> None:
    """A whole conversation in the terminal, with the count of segments, and nothing stored."""
    talked = rumbo("chat", folder=tmp_path, typed="cuanto cuesta pedir asilo\nFUENTES\n\n")

    assert talked.returncode == 0, talked.stderr
    assert "Hola, somos Rumbo" in talked.stdout
    assert "I-589" in talked.stdout
    assert "https://" in talked.stdout
    assert "GSM-7" in talked.stdout
    assert not (tmp_path / "rumbo.sqlite").exists()


def test_evaluate_gives_the_figures_of_its_contract(trained: None, tmp_path: Path) -> None:
    """Six questions of every kind in, one JSON object with exactly the promised keys out."""
    questions: list[dict[str, Any]] = [
        {"id": "1", "lang": "es", "text": "cuanto cuesta pedir asilo", "topic": FEES},
        {"id": "2", "lang": "en", "text": "how much does it cost to ask for asylum", "topic": FEES},
        {"id": "3", "lang": "es", "text": "quien gano el partido de ayer", "in_scope": False},
        {"id": "4", "lang": "en", "text": "best recipe for pancakes", "in_scope": False},
        {"id": "5", "lang": "es", "text": "me secuestraron ayuda", "urgent": True},
        {"id": "6", "lang": "en", "text": "they are shooting at us help", "urgent": True},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(question) for question in questions), "utf-8")

    measured = rumbo("evaluate", str(file), "--json", folder=tmp_path)
    figures = json.loads(measured.stdout)

    assert measured.returncode == 0, measured.stderr
    assert figures.keys() == {"n", "by_language", *EVALUATE_KEYS}
    assert {part: figures[part].keys() for part in EVALUATE_KEYS} == EVALUATE_KEYS
    assert figures["n"] == 6
    assert figures["by_language"].keys() == {"es", "en"}
    assert figures["urgent"]["recall"] == 1
    assert figures["out_of_scope"]["answered"] == 0


def test_serve_refuses_half_a_configuration(tmp_path: Path) -> None:
    """Exit status 2 and one sentence with the names of what is missing; no traceback."""
    refused = rumbo("serve", folder=tmp_path, settings={"TWILIO_ACCOUNT_SID": ACCOUNT})

    assert refused.returncode == 2
    for name in ("TWILIO_AUTH_TOKEN", "PUBLIC_URL", "DATA_KEY", "TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM"):
        assert name in refused.stderr
    assert "Traceback" not in refused.stderr
