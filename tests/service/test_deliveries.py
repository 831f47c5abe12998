from __future__ import annotations

from channels.journal.records import Bubble, OutboundState
from tests.service.conftest import Served, Words
from tests.service.phone import STATUSES, Phone, post
from tests.service.running import ACCOUNT, until


def test_reports_move_the_stored_state(on_each: Served, words: Words) -> None:
    """Delivered, read and undelivered are stored with the bubble they are about, in whatever order they arrive."""
    phone = on_each.phone(whatsapp=True)
    for question in ("how much does it cost to apply for asylum", "MENU", "HELP"):
        phone.text(question)
    until(lambda: len(phone.received()) >= 3, "three bubbles were sent")
    first, second, third = [str(m["sid"]) for m in on_each.twilio.messages if m["to"] == phone.address][-3:]

    for sid, state, more in (
        (first, "read", {}),
        (first, "delivered", {}),
        (second, "sent", {}),
        (third, "undelivered", {"ErrorCode": "63016"}),
        ("SM" + "e" * 32, "delivered", {}),
    ):
        report(on_each, phone, sid, state, **more)
    until(lambda: out(on_each, phone)[-1].state is OutboundState.UNDELIVERED, "the last report was stored")

    assert [bubble.state for bubble in out(on_each, phone)[-3:]] == [
        OutboundState.READ,
        OutboundState.SENT,
        OutboundState.UNDELIVERED,
    ]


def report(served: Served, phone: Phone, sid: str, state: str, **more: str) -> None:
    form = {"MessageSid": sid, "AccountSid": ACCOUNT, "MessageStatus": state, "To": phone.address, **more}
    assert post(served.rumbo, STATUSES, form.items()).status_code == 200


def out(served: Served, phone: Phone) -> list[Bubble]:
    journal = served.rumbo.journal()
    return [bubble for bubble in journal.conversation(journal.person(phone.number)) if not bubble.inbound]
