from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.history import History
from channels.journal.crypto import Crypto
from channels.journal.journal import Journal
from channels.journal.records import OutboundState
from tests.service.conftest import Served, Words
from tests.service.phone import STATUSES, Phone, new_sid, post
from tests.service.running import ACCOUNT, DATA_KEY, until

#: Something that nothing but this test says.
PRIVATE = "mi hermana Yolanda Batz vive en Escuintla"
ENDING = {"es": "BORRAR", "en": "DELETE"}


@pytest.mark.parametrize("tag", ENDING)
def test_deletion_leaves_nothing_of_a_person(on_each: Served, words: Words, tag: str) -> None:
    """After DELETE no table of either database holds the number, the text, an id or the pseudonym; Twilio was asked."""
    phone = on_each.phone()
    sids = [phone.text(PRIVATE)]
    heard_something(phone)
    report(on_each, phone)
    assert_remembered(on_each, phone, sids)

    sids.append(phone.text(ENDING[tag]))
    until(lambda: words.say("utter_deleted", "es") in ever_received(on_each, phone), "the deletion was confirmed")

    pseudonym = Crypto(DATA_KEY).person(phone.number)
    until(lambda: pseudonym not in on_each.stored(), "the pseudonym was gone")
    sids += sent(on_each, phone)
    until(lambda: {*sids} <= erased_at_twilio(on_each), "Twilio was asked to erase every message")
    until(lambda: not any(sid in on_each.stored() for sid in sids), "the ids were gone")
    stored = on_each.stored()
    assert phone.number.removeprefix("+") not in stored
    assert "Yolanda" not in stored
    assert phone.received() == []


def test_erased_person_is_met_as_new(served: Served, words: Words) -> None:
    """Whoever writes again after DELETE is welcomed like anyone else; a late repetition brings nothing back."""
    phone = served.phone()
    first = phone.text(PRIVATE)
    heard_something(phone)
    phone.text("BORRAR")
    until(lambda: phone.received() == [], "Twilio erased everything")

    phone.text(PRIVATE, sid=first)
    phone.text("MENU")
    phone.until_received(words.say("utter_welcome", "es"))
    heard = heard_something(phone)

    assert PRIVATE not in " ".join(heard)
    assert heard[0].startswith(words.say("utter_welcome", "es"))


def test_operators_erasure_leaves_nothing_either(on_each: Served) -> None:
    """`rumbo erase NUMBER` beside the running service deletes the same, history of the work included."""
    phone = on_each.phone()
    sid = phone.text(PRIVATE)
    heard_something(phone)
    assert_remembered(on_each, phone, [sid])

    told = on_each.rumbo.command("erase", phone.number)

    assert told.startswith("Erased here: everything.")
    assert Crypto(DATA_KEY).person(phone.number) not in on_each.stored()
    assert phone.received() == []


def test_finished_work_is_forgotten_by_age(on_each: Served) -> None:
    """`rumbo purge` and the sweep forget whose messages were worked on; a repetition is still answered by nothing."""
    phone = on_each.phone()
    sid = phone.text(PRIVATE)
    heard = heard_something(phone)
    history = History(on_each.rumbo.database_url)
    until(lambda: history.purge(datetime.now(UTC)) > 0, "there was finished work to forget")

    phone.text(PRIVATE, sid=sid)
    phone.text("MENU")
    until(lambda: len(phone.received()) > len(heard), "the later message was answered")

    assert len(phone.received()) == len(heard) + 1


def heard_something(phone: Phone) -> list[str]:
    """All that answers a first message, whatever that is."""
    journal = phone.rumbo.journal()
    person = journal.person(phone.number)
    until(lambda: states(journal, person) == {OutboundState.ACCEPTED}, "the first message was answered")
    return phone.received()


def states(journal: Journal, person: str) -> set[object]:
    return {bubble.state for bubble in journal.conversation(person) if not bubble.inbound}


def sent(served: Served, phone: Phone) -> list[str]:
    """Ids that Twilio gave to messages to this person."""
    return [str(message["sid"]) for message in served.twilio.accepted if message["to"] == phone.address]


def ever_received(served: Served, phone: Phone) -> str:
    """Also what Twilio has erased since."""
    return "\n".join(str(message["body"]) for message in served.twilio.accepted if message["to"] == phone.address)


def erased_at_twilio(served: Served) -> set[str]:
    return {
        path.rpartition("/")[2].removesuffix(".json")
        for method, path, _ in list(served.twilio.requests)
        if method == "DELETE"
    }


def report(served: Served, phone: Phone) -> None:
    for sid in sent(served, phone):
        form = {"MessageSid": sid, "AccountSid": ACCOUNT, "MessageStatus": "delivered", "To": phone.address}
        assert post(served.rumbo, STATUSES, form.items()).status_code == 200


def assert_remembered(served: Served, phone: Phone, sids: list[str]) -> None:
    """What is to be gone later is there now: else its absence would show nothing."""
    stored = served.stored()

    assert Crypto(DATA_KEY).person(phone.number) in stored
    assert all(sid in stored for sid in sids)
    assert new_sid() not in stored
