from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import create_engine, text, update

from channels.history import url_of
from channels.journal.connect import connect
from channels.journal.records import OutboundState
from channels.journal.schema import Inbound, Person
from tests.service.conftest import Served, Words
from tests.service.phone import Phone, in_order
from tests.service.running import until

FEES, DEADLINES = "us-asylum-fees", "us-asylum-deadlines"


def test_killed_service_answers_everyone_once_and_in_order(on_each: Served, words: Words) -> None:
    """After `kill -9` at any point between our 200 and our own record, everyone gets every answer once and in order."""
    rumbo, twilio = on_each.rumbo, on_each.twilio
    held, lost, fresh, waiting, late = (
        on_each.phone(whatsapp=whatsapp) for whatsapp in (False, False, False, False, True)
    )
    # Twilio has not taken the first bubble, or has taken it and we do not hear so; or it is a day too late.
    twilio.hang(held.address, accept=False)
    twilio.hang(lost.address, accept=True)
    twilio.hang(late.address, accept=False)
    for phone in (held, lost, late):
        phone.text(words.question(FEES, "es"))
    for phone in (held, lost, late):
        until(partial(tried, phone), "Twilio was asked to send")
    # A second question waits behind the first, and one is killed right behind our 200.
    held.text(words.question(DEADLINES, "es"))
    waiting.text(words.question(FEES, "es"))
    waiting.text(words.question(DEADLINES, "es"))
    fresh.text(words.question(FEES, "es"))

    rumbo.kill()
    for phone in (held, lost, late):
        twilio.release(phone.address)
    write_last_seen(on_each, late, hours_ago=25)
    rumbo.start()
    both = (words.answer(FEES, "es"), words.answer(DEADLINES, "es"))
    for phone, last in ((held, both[1]), (waiting, both[1]), (lost, both[0]), (fresh, both[0])):
        phone.until_received(last)
    # Whatever else was coming would come before the answer to a later message.
    for phone in (held, waiting, lost, fresh):
        before = len(phone.received())
        phone.text("MENU")
        until(partial(heard_more, phone, before), "the later message was answered")

    welcome = words.say("utter_welcome", "es")
    assert all(in_order(phone.received(), welcome, *both) for phone in (held, waiting))
    assert all(in_order(phone.received(), welcome, both[0]) for phone in (lost, fresh))
    until(lambda: {OutboundState.FAILED} == states(on_each, late), "the late bubbles were given up")
    assert late.received() == []


def test_message_whose_work_ended_badly_is_answered_after_all(on_each: Served, words: Words) -> None:
    """Work that ended with an error, as after an upgrade that cannot continue it, is begun again at the next start."""
    phone = on_each.phone()
    on_each.twilio.hang(phone.address, accept=False)
    sid = phone.text(words.question(FEES, "es"))
    until(partial(tried, phone), "Twilio was asked to send")

    on_each.rumbo.kill()
    on_each.twilio.release(phone.address)
    end_badly(on_each, sid, hours_ago=1)
    on_each.rumbo.start()
    heard = phone.until_received(words.answer(FEES, "es"))

    assert in_order(heard, words.say("utter_welcome", "es"), words.answer(FEES, "es"))


def end_badly(served: Served, sid: str, *, hours_ago: float) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours_ago)
    url = served.rumbo.database_url
    with connect(url).begin() as c:
        c.execute(update(Inbound).where(Inbound.sid == sid).values(received_at=at))
    table = "workflow_status" if url.startswith("sqlite") else "dbos.workflow_status"
    ended = {"at": int(at.timestamp() * 1000), "sid": sid}
    with create_engine(url_of(url)).begin() as c:
        sql = text(f"UPDATE {table} SET status = 'ERROR', completed_at = :at WHERE workflow_uuid = :sid")
        assert c.execute(sql, ended).rowcount == 1


def tried(phone: Phone) -> bool:
    return phone.tried() > 0 or bool(phone.received())


def heard_more(phone: Phone, than: int) -> bool:
    return len(phone.received()) > than


def write_last_seen(served: Served, phone: Phone, *, hours_ago: float) -> None:
    person = served.rumbo.journal().person(phone.number)
    at = datetime.now(UTC) - timedelta(hours=hours_ago)
    with connect(served.rumbo.database_url).begin() as c:
        changed = c.execute(update(Person).where(Person.person == person).values(last_whatsapp_at=at)).rowcount
    assert changed == 1


def states(served: Served, phone: Phone) -> set[object]:
    journal = served.rumbo.journal()
    return {each.state for each in journal.conversation(journal.person(phone.number)) if not each.inbound}
