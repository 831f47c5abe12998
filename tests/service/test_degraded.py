"""A service that lacks something still tells people whom to call, and operators what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from channels.bench.twilio_stub import Answer, TwilioStub, running_stub
from channels.journal.connect import connect
from channels.journal.schema import Inbound
from knowledge.folder import ARTICLES
from tests.service.conftest import Words
from tests.service.phone import Phone
from tests.service.running import Rumbo, until, with_twilio

QUESTION = "cuanto cuesta pedir asilo"


@pytest.fixture(scope="module")
def twilio() -> Iterator[TwilioStub]:
    with running_stub() as stub:
        yield stub


@pytest.fixture(scope="module")
def lacking(trained: None, twilio: TwilioStub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rumbo]:
    """A service whose embedding model and whose articles are not where they should be."""
    folder = tmp_path_factory.mktemp("lacking")
    rumbo = Rumbo(
        database_url=f"sqlite:///{folder}/rumbo.sqlite",
        settings={
            **with_twilio(twilio.url),
            "EMBEDDING_MODEL": str(folder / "no-model"),
            "KNOWLEDGE_DIR": str(folder / "articles"),
        },
        log=folder / "log.txt",
    )
    try:
        rumbo.start(degraded=True)
        yield rumbo
    finally:
        rumbo.stop()


def test_service_without_model_and_articles_says_so(lacking: Rumbo) -> None:
    """`/readyz` is 503 with the reason of each part; the process itself is well; the log says it too."""
    ready = httpx.get(f"{lacking.url}/readyz", timeout=10)
    healthy = httpx.get(f"{lacking.url}/healthz", timeout=10)

    assert ready.status_code == 503
    assert "knowledge.model" in ready.json()["model"]["reason"]
    assert not ready.json()["articles"]["ok"]
    assert ready.json()["database"] == {"ok": True, "reason": ""}
    assert "KNOWLEDGE_DIR" in ready.json()["articles"]["reason"]
    assert healthy.status_code == 200
    assert "search_unavailable" in lacking.output()
    until(lambda: 'rumbo_alarm{name="articles"} 1.0' in metrics(lacking), "the missing articles rang an alarm")


def test_simulator_is_not_there_beside_twilio(lacking: Rumbo) -> None:
    """Where people are served, nobody can be a new person with every click and ring the alarm; the console is there."""
    opened = httpx.get(f"{lacking.url}/try", timeout=10)
    started = httpx.post(f"{lacking.url}/try/start", data={"channel": "sms"}, timeout=10)
    sent = httpx.post(f"{lacking.url}/try/messages", data={"text": "me quieren matar"}, timeout=10)

    assert [opened.status_code, started.status_code, sent.status_code] == [404, 404, 404]
    assert httpx.get(f"{lacking.url}/console/sign-in", timeout=10).status_code == 200
    assert "/console" in lacking.output()
    assert "/try" not in lacking.output()


def test_person_hears_that_we_cannot_look_and_whom_to_call(lacking: Rumbo, twilio: TwilioStub, words: Words) -> None:
    """Not "we do not know": an excuse, and the emergency number; STOP works as ever."""
    phone = Phone(rumbo=lacking, twilio=twilio)

    phone.text(QUESTION)
    heard = phone.until_received(words.say("something_broke", "es"))
    phone.text("ALTO")
    phone.until_received(words.say("utter_stopped", "es"))
    before = len(phone.received())
    phone.text(QUESTION)
    phone.text("INICIO")
    after = phone.until_received(words.say("utter_started", "es"), since=before)

    assert "911" in heard[0]
    assert "110: Guatemala" in heard[0]
    assert len(after) == 1


def metrics(rumbo: Rumbo) -> str:
    return httpx.get(f"{rumbo.url}/metrics", timeout=10).text


def test_danger_is_recognised_without_model_and_articles(lacking: Rumbo, twilio: TwilioStub, words: Words) -> None:
    """Whom to call comes first, and without an excuse."""
    phone = Phone(rumbo=lacking, twilio=twilio)

    phone.text("me secuestraron, ayuda")
    heard = phone.until_received("911")

    assert words.say("something_broke", "es") not in heard[0]


def test_twilio_that_refuses_our_account_loses_nothing(lacking: Rumbo, twilio: TwilioStub, words: Words) -> None:
    """While our token is refused every answer waits, `/readyz` says why, and then it is sent once."""
    phone = Phone(rumbo=lacking, twilio=twilio)
    twilio.refusals[phone.address] = Answer.refusal(401, 20003)
    sid = phone.text(QUESTION)
    until(lambda: "20003" in lacking.readiness()["alarms"].get("sending_sms", ""), "the refusal was an alarm")
    del twilio.refusals[phone.address]
    # The sweep takes up what is a minute old.
    with connect(lacking.database_url).begin() as c:
        earlier = datetime.now(UTC) - timedelta(minutes=2)
        c.execute(update(Inbound).where(Inbound.sid == sid).values(received_at=earlier))
    until(phone.received, "the answer was sent after all", patience=60)

    assert len(phone.received()) == 1
    assert words.say("something_broke", "es") in phone.received()[0]
    assert "sending_sms" not in lacking.readiness()["alarms"]


def test_articles_that_come_later_are_served_without_a_restart(
    lacking: Rumbo, twilio: TwilioStub, words: Words
) -> None:
    """As soon as the folder is there, the emergency numbers come from its article; the model stays missing."""
    articles = Path(lacking.settings["KNOWLEDGE_DIR"])
    shutil.copytree(ARTICLES, articles)
    until(lambda: lacking.readiness()["articles"]["ok"], "the articles were in service")
    phone = Phone(rumbo=lacking, twilio=twilio)

    phone.text(QUESTION)
    heard = phone.until_received(words.say("something_broke", "es"))

    assert "110: Guatemala" in heard[0]
    assert not lacking.readiness()["ready"]
