"""Who writes to us: meeting a person, finding their number again, what is saved for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, bindparam, case, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from channels.journal.connect import insert_new
from channels.journal.crypto import Crypto
from channels.journal.desk_schema import Audit, Note
from channels.journal.records import OutboundState, PersonState
from channels.journal.schema import Alert, Feedback, Handoff, Inbound, Outbound, Person, Tracker
from channels.message import Channel, InboundMessage

LAST_AT: dict[Channel, InstrumentedAttribute[datetime | None]] = {
    Channel.SMS: Person.last_sms_at,
    Channel.WHATSAPP: Person.last_whatsapp_at,
}


def meet(c: Connection, crypto: Crypto, message: InboundMessage) -> str:
    """The person who sent the message, made known if they are new; notes when they wrote."""
    person = recognise(c, crypto, message.sender)
    at = message.received_at
    last = LAST_AT[message.channel]
    seen = {"who": person, "at": at}
    if c.execute(touch(message.channel), seen).rowcount:
        return person
    new = {"first_seen": at, "last_seen": at, last.key: at, "last_channel": message.channel}
    if not insert_new(c, Person, person=person, number_sealed=crypto.seal(message.sender), waiting_urgent=False, **new):
        c.execute(touch(message.channel), seen)  # another message of theirs was quicker
    return person


@cache
def touch(channel: Channel) -> Update:
    """Note that the person `who` wrote on this channel at the moment `at`."""
    last = LAST_AT[channel]
    seen: dict[Any, Any] = {
        Person.last_seen: later(Person.last_seen),
        last: later(last),
        Person.last_channel: channel,
        Person.solved_at: None,
    }
    return update(Person).where(Person.person == bindparam("who")).values(seen)


def later(column: InstrumentedAttribute[Any]) -> ColumnElement[datetime]:
    """A message that was fetched late must not set the clock back."""
    at = bindparam("at", type_=column.type)
    return case((or_(column.is_(None), column < at), at), else_=column)


def recognise(c: Connection, crypto: Crypto, number: str) -> str:
    """The person's newest pseudonym; someone known under an older key is carried over, with all that is theirs."""
    newest, *older = crypto.known_as(number)
    if older:
        for person in c.execute(select(Person.person).where(Person.person.in_(older))).scalars().all():
            carry_over(c, person, newest)
    return newest


def carry_over(c: Connection, older: str, newest: str) -> None:
    """Give a person their newest pseudonym. Both are there only if machines ran with different keys for a while."""
    twin = c.execute(select(Person.stopped_at).where(Person.person == newest)).first()
    if twin is None:
        c.execute(update(Person).where(Person.person == older).values(person=newest))
        return
    for table in (Inbound, Outbound, Handoff, Feedback, Alert, Audit, Note):
        c.execute(update(table).where(table.person == older).values(person=newest))
    if twin.stopped_at is None:
        stopped = select(Person.stopped_at).where(Person.person == older).scalar_subquery()
        c.execute(update(Person).where(Person.person == newest).values(stopped_at=stopped))
    c.execute(delete(Person).where(Person.person == older))


#: What answering a person needs; with an outer join to their tracker.
STATE: tuple[Any, ...] = (
    Person.language,
    Person.last_language,
    Person.country,
    Person.other_language_sealed,
    Person.town_sealed,
    Person.stopped_at,
    Person.answered_at,
    Person.last_sms_at,
    Person.last_whatsapp_at,
    Tracker.state_sealed,
)


def state(c: Connection, crypto: Crypto, person: str) -> PersonState | None:
    everything = select(Person.person, *STATE).outerjoin(Tracker, Tracker.person == Person.person)
    found = c.execute(everything.where(Person.person == person)).first()
    return None if found is None else as_state(found, crypto)


def as_state(found: Row[Any], crypto: Crypto) -> PersonState:
    last = {Channel.SMS: found.last_sms_at, Channel.WHATSAPP: found.last_whatsapp_at}
    return PersonState(
        person=found.person,
        language=found.language,
        last_language=found.last_language,
        country=found.country,
        other_language=opened(crypto, found.other_language_sealed),
        town=opened(crypto, found.town_sealed),
        stopped=found.stopped_at is not None,
        answered_at=found.answered_at,
        tracker=None if found.state_sealed is None else crypto.open_bytes(found.state_sealed),
        last_inbound={channel: at for channel, at in last.items() if at is not None},
    )


def opened(crypto: Crypto, sealed: bytes | None) -> str | None:
    return None if sealed is None else crypto.open(sealed)


def known(c: Connection, persons: Sequence[str]) -> tuple[str, ...]:
    return tuple(c.execute(select(Person.person).where(Person.person.in_(persons))).scalars())


def number_of(c: Connection, crypto: Crypto, person: str) -> str | None:
    sealed = c.execute(select(Person.number_sealed).where(Person.person == person)).scalar()
    return None if sealed is None else crypto.open(sealed)


def stop(c: Connection, person: str, now: datetime) -> None:
    """Note that the person wants nothing more; what was planned for them is not sent."""
    c.execute(update(Person).where(Person.person == person, Person.stopped_at.is_(None)).values(stopped_at=now))
    c.execute(
        update(Outbound)
        .where(Outbound.person == person, Outbound.state == OutboundState.PLANNED)
        .values(state=OutboundState.SUPPRESSED, state_at=now)
    )
