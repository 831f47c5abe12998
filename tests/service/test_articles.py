from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.service.conftest import Served, Words
from tests.service.running import until

FEES = "us-asylum-fees"


@pytest.fixture
def page(served: Served) -> Path:
    return served.articles / FEES / "es.md"


def test_saved_article_is_what_people_hear(
    served: Served, words: Words, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edit under the running service is heard by the next person; taking it back, by the one after."""
    version, original = in_service(served), page.read_text("utf-8")

    began = time.monotonic()
    page.write_text(original.replace("Sin exención.", "Sin exención alguna."), "utf-8")
    until(lambda: in_service(served) != version, "the edit was in service")
    took = time.monotonic() - began
    edited = served.phone()
    edited.text(words.question(FEES, "es"))
    heard = edited.until_received("I-589")
    page.write_text(original, "utf-8")
    until(lambda: in_service(served) == version, "the original was back in service")
    with capsys.disabled():
        print(f"\n  a saved article was in service after {took:.2f} s")

    assert "Sin exencion alguna." in heard[0]


def test_broken_save_changes_nothing_and_is_named(served: Served, words: Words, page: Path) -> None:
    """A file that cannot be served leaves the last good version in service, and `/readyz` says which file and why."""
    version, original = in_service(served), page.read_text("utf-8")
    phone = served.phone()

    page.write_text(original.replace("title:", "titel:"), "utf-8")
    problems = until(lambda: served.rumbo.readiness()["articles"]["problems"], "the problem was named")
    readiness = served.rumbo.readiness()
    phone.text(words.question(FEES, "es"))
    heard = phone.until_received("I-589")
    page.write_text(original, "utf-8")
    until(lambda: not served.rumbo.readiness()["articles"]["problems"], "the problem was gone")

    assert any(f"{FEES}/es.md" in problem for problem in problems)
    assert readiness["ready"]
    assert readiness["articles"]["version"] == version
    assert words.answer(FEES, "es") in heard[0]
    assert in_service(served) == version


def in_service(served: Served) -> str:
    return str(served.rumbo.readiness()["articles"]["version"])
