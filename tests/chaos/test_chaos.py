"""A short run of `make chaos` among the tests: the same harness, a stand-in for the models, one seed."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.run import Plan, run


def test_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    """While the service is killed and Twilio has a bad hour, everybody is answered, once and in order."""
    report = run(Plan(database="sqlite", kills=2, seed=7, rate=8, others=0.0, bad_hours=0.5, light=True), tmp_path)

    assert report.verdict.messages > 10
    assert report.verdict.clean, report.verdict
    assert report.verdict.excused == 0
