"""Answer, offer or decline, by calibrated probability."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.calibrate import FEWEST, TooFewQuestionsError, Wanted, calibrate, write
from knowledge.decide import FEATURES, OFFERED, Calibration, Decision, decide, features
from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.questions import Question, QuestionsError, read_questions
from knowledge.search import Hit

SURE = Hit(slug="fees", score=5, margin=2, meaning=0.8, nearest=0.95, letters=0.5, agreed=True, ours=0.5, words=5)
UNSURE = replace(SURE, slug="deadlines", margin=-2.0, meaning=0.3, ours=0.0, agreed=False)
LOST = replace(UNSURE, slug="lawyer", meaning=-0.2, ours=-0.5)

#: Only `ours` counts: .5 is a probability of .88, 0 of .5, -.5 of .12.
ONLY_OURS = Calibration(
    weights=tuple(4.0 if name == "ours" else 0.0 for name in FEATURES),
    bias=0.0,
    answer_from=0.8,
    offer_from=0.3,
    model="letters",
)


@pytest.mark.parametrize(
    ("hits", "decision"),
    [
        pytest.param((SURE, UNSURE, LOST), Decision.ANSWER, id="sure"),
        pytest.param((UNSURE, LOST), Decision.OFFER, id="unsure"),
        pytest.param((LOST,), Decision.DECLINE, id="lost"),
        pytest.param((), Decision.DECLINE, id="nothing found"),
    ],
)
def test_decide_follows_the_first_article(hits: tuple[Hit, ...], decision: Decision) -> None:
    """The probability of the first article decides between answering, offering and declining."""
    assert decide(hits, ONLY_OURS).decision is decision


def test_decide_names_at_most_three_candidates() -> None:
    """Three topics fit one SMS; they come best first with their probabilities, also when declined."""
    outcome = decide((SURE, UNSURE, LOST, LOST, LOST), ONLY_OURS)

    assert len(outcome.candidates) == OFFERED
    assert [candidate.slug for candidate in outcome.candidates] == ["fees", "deadlines", "lawyer"]
    assert [round(candidate.score, 2) for candidate in outcome.candidates] == [0.88, 0.5, 0.12]


def test_probability_stands_any_evidence() -> None:
    """Evidence beyond everything seen gives a probability, not an overflow."""
    assert 0 <= replace(ONLY_OURS, bias=-1e9).probability(SURE) < ONLY_OURS.probability(SURE) < 1


def test_calibration_survives_its_file(tmp_path: Path) -> None:
    """What `calibrate` writes is what `decide` reads."""
    write(ONLY_OURS, ["es.tune.jsonl"], 10, tmp_path / "calibration.json")

    assert Calibration.load(tmp_path / "calibration.json") == ONLY_OURS


def test_load_refuses_a_calibration_of_other_features(tmp_path: Path) -> None:
    """A file of another version is refused with the command that makes a new one."""
    stored = {**ONLY_OURS.stored(), "weights": {"other": 1.0}}
    (tmp_path / "old.json").write_text(json.dumps(stored), encoding="utf-8")

    with pytest.raises(ValueError, match="rumbo calibrate"):
        Calibration.load(tmp_path / "old.json")


def test_shipped_calibration_is_for_the_packaged_model() -> None:
    """`calibration.json` was made with the model and the features that are used, and its thresholds are in order."""
    shipped = Calibration.load()

    assert shipped.model == Embedder.load(PACKAGED_MODEL).fingerprint
    assert 0 < shipped.offer_from < shipped.answer_from < 1


def _questions_and_search(count: int = 400) -> tuple[list[Question], dict[str, tuple[Hit, ...]]]:
    """Questions whose evidence says, with noise, whether the first hit is right; half are out of scope."""
    random = np.random.default_rng(3)
    questions: list[Question] = []
    found: dict[str, tuple[Hit, ...]] = {}
    for number in range(count):
        in_scope = number % 2 == 0
        strength = float(random.normal(0.4 if in_scope else -0.4, 0.25))
        right = in_scope and strength > 0.1
        text = f"question {number}"
        found[text] = (
            replace(SURE, slug="fees" if right else "lawyer", ours=strength),
            replace(UNSURE, slug="deadlines", ours=strength - 0.5),
            replace(LOST, slug="detained", ours=strength - 0.8),
        )
        topic = "fees" if in_scope else None
        questions.append(Question(id=str(number), lang="es", text=text, topic=topic, in_scope=in_scope))
    return questions, found


def test_calibrate_keeps_precision_and_false_answers() -> None:
    """With the thresholds found, direct answers are as right as wanted and strangers are hardly ever answered."""
    questions, found = _questions_and_search()
    made = calibrate(questions, found.__getitem__, model="letters")
    outcomes = [(question, decide(found[question.text], made)) for question in questions]
    answered = [
        (question, outcome.candidates[0].slug) for question, outcome in outcomes if outcome.decision is Decision.ANSWER
    ]
    ours = [slug in question.right for question, slug in answered if question.in_scope]

    assert len(ours) > 50
    assert sum(ours) / len(ours) >= 0.95
    assert sum(not question.in_scope for question, _ in answered) <= 0.05 * 200 + 2


def test_calibrate_answers_less_when_more_is_wanted() -> None:
    """Asking for fewer false answers raises the threshold."""
    questions, found = _questions_and_search()
    usual = calibrate(questions, found.__getitem__, model="letters")
    strict = calibrate(questions, found.__getitem__, model="letters", wanted=Wanted(false_answers=0.0, precision=0.99))

    assert strict.answer_from > usual.answer_from


def test_calibrate_refuses_a_handful_of_questions() -> None:
    """Thresholds from a few questions would be chance, so there are none."""
    questions, found = _questions_and_search(FEWEST)

    with pytest.raises(TooFewQuestionsError, match=str(FEWEST)):
        calibrate(questions, found.__getitem__, model="letters")


def test_calibrate_never_sees_urgent_questions() -> None:
    """Messages of danger never reach the search, so they do not count."""
    questions, found = _questions_and_search()
    urgent = [Question(id="u", lang="es", text="not in the table", urgent=True)]

    assert calibrate([*questions, *urgent], found.__getitem__, model="m") == calibrate(
        questions, found.__getitem__, model="m"
    )


def test_features_are_as_many_as_their_names() -> None:
    """Each piece of evidence has a name in the calibration."""
    assert len(features(SURE)) == len(FEATURES)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "1", "lang": "es", "text": "hola", "in_scope": true}', "needs a topic"),
        ('{"id": "1", "lang": "es", "text": "", "in_scope": false}', "text"),
        ('{"id": "1", "lang": "es", "text": "a", "topik": "fees"}', "topik"),
        ("not json", "line"),
    ],
)
def test_read_questions_names_file_and_line(tmp_path: Path, line: str, reason: str) -> None:
    """A line that cannot be used is named with its number and the reason."""
    good = '{"id": "0", "lang": "es", "text": "cuanto", "topic": "fees", "also": [], "in_scope": true, "urgent": false}'
    (tmp_path / "q.jsonl").write_text(f"{good}\n\n{line}\n", encoding="utf-8")

    with pytest.raises(QuestionsError, match=rf"q\.jsonl:3: .*{reason}"):
        read_questions(tmp_path / "q.jsonl")
