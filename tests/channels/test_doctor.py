"""`rumbo doctor` on a machine where things are well, and where one is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels import doctor
from channels.bench.twilio_stub import Answer, TwilioStub, running_stub
from channels.console import accounts
from channels.doors import open_doors, open_journal
from channels.message import Channel, InboundMessage, Kind
from channels.settings import Settings
from channels.twilio import checkup
from channels.twilio.checkup import TwilioTrouble
from channels.twilio.send import TwilioAccount

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
KEY, NEWER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
TWILIO = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_SMS_FROM": "+12025550100",
    "PUBLIC_URL": "https://rumbo.example.org",
}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a database of its own, without Twilio."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rumbo.sqlite")
    monkeypatch.setenv("DATA_KEY", KEY)
    open_journal(Settings.load(env_file=None))
    return tmp_path


def found(what: str) -> tuple[bool, str]:
    (finding,) = [each for each in doctor.findings() if each.what == what]
    return finding.ok, finding.detail


@pytest.mark.parametrize(
    "what", ["keys", "database", "retention", "disk", "permissions", "demo account", "Twilio", "clock", "webhook"]
)
def test_what_is_well_is_said(machine: Path, what: str) -> None:
    """A fresh machine has nothing to complain about."""
    assert found(what)[0], found(what)


def test_demo_account_beside_twilio_is_found(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password was on a screen; where real people write it must be shut out, and then all is well."""
    desk = open_doors(Settings.load(env_file=None)).desk
    assert accounts.demo(desk)
    alone = found("demo account")
    for name, value in TWILIO.items():
        monkeypatch.setenv(name, value)
    beside_twilio = found("demo account")
    desk.disable(accounts.DEMO)

    assert alone == (True, "there, for the simulator")
    assert not beside_twilio[0]
    assert "rumbo console disable demo" in beside_twilio[1]
    assert found("demo account") == (True, "none")


def test_unfinished_rotation_is_found(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dropping the old key now would make people unreadable."""
    monkeypatch.setenv("DATA_KEY", f"{NEWER},{KEY}")

    assert found("keys") == (False, "2 keys, and not everything is under the first: run `rumbo keys rotate`")


def test_readable_database_is_found(machine: Path) -> None:
    """Another user of the machine must not read it."""
    (machine / "rumbo.sqlite").chmod(0o644)

    assert found("permissions") == (
        False,
        f"others on this machine may read rumbo.sqlite: chmod 600 {machine}/rumbo.sqlite",
    )


def test_overdue_messages_are_found(machine: Path) -> None:
    """What should have been deleted days ago is a broken promise."""
    open_journal(Settings.load(env_file=None)).receive(
        InboundMessage(
            sid="SM1",
            channel=Channel.SMS,
            sender="+15550100199",
            recipient="+15550100000",
            text="hola",
            kind=Kind.TEXT,
            received_at=datetime.now(UTC) - timedelta(days=40),
        )
    )

    ok, detail = found("retention")
    assert not ok
    assert "rumbo purge" in detail


def test_full_disk_is_found(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before messages are lost."""
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)

    assert not found("disk")[0]


@pytest.fixture
def twilio() -> object:
    with running_stub() as stub:
        yield stub


def account(stub: TwilioStub, sms_from: str = "+12025550100") -> TwilioAccount:
    return TwilioAccount(
        sid=ACCOUNT,
        auth_token="token",
        sms_from=sms_from,
        whatsapp_from=None,
        public_url="https://rumbo.example.org",
        api_url=stub.url,
    )


def will_say(stub: TwilioStub, body: dict[str, object], *, status: int = 200) -> None:
    stub.answers.append(Answer(status=status, body=json.dumps(body)))


def test_account_and_clock_are_asked_of_twilio(twilio: TwilioStub) -> None:
    """An account that is closed, a wrong token and a wrong clock are told apart."""
    will_say(twilio, {"status": "active"})
    assert checkup.account_works(account(twilio)) == "reached, account active"
    will_say(twilio, {"status": "suspended"})
    with pytest.raises(TwilioTrouble, match="suspended"):
        checkup.account_works(account(twilio))
    will_say(twilio, {"code": 20003, "message": "no"}, status=401)
    with pytest.raises(TwilioTrouble, match="TWILIO_AUTH_TOKEN"):
        checkup.account_works(account(twilio))
    will_say(twilio, {"status": "active"})
    assert checkup.clock_is_right(account(twilio), datetime.now(UTC)).endswith("s off")
    will_say(twilio, {"status": "active"})
    with pytest.raises(TwilioTrouble, match="clock"):
        checkup.clock_is_right(account(twilio), datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        ([{"sms_url": "https://rumbo.example.org/webhooks/twilio"}], ""),
        ([{"sms_url": "https://demo.twilio.com/welcome"}], "demo.twilio.com"),
        ([{"sms_url": ""}], "nobody"),
        ([], "no number of this account"),
    ],
)
def test_whom_the_number_calls_is_asked_of_twilio(
    twilio: TwilioStub, numbers: list[dict[str, object]], complaint: str
) -> None:
    """A number that calls somebody else is why nobody is answered."""
    will_say(twilio, {"incoming_phone_numbers": numbers, "next_page_uri": None})
    if not complaint:
        assert checkup.webhook_is_ours(account(twilio)) == "https://rumbo.example.org/webhooks/twilio"
        return
    with pytest.raises(TwilioTrouble, match=complaint):
        checkup.webhook_is_ours(account(twilio))


def test_messaging_service_is_asked_too(twilio: TwilioStub) -> None:
    """Behind a service the address stands there."""
    will_say(twilio, {"inbound_request_url": "https://rumbo.example.org/webhooks/twilio/"})

    assert "rumbo.example.org" in checkup.webhook_is_ours(account(twilio, "MG" + "0" * 32))
