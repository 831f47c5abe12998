"""The door to what the service remembers. Every method is one short transaction and can be called from any thread.

Methods that return text or numbers must not be the result of a durable step: the queue would store it in the clear.
Hand message ids and bubble ids around, and ask here for the rest.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from channels.journal import (
    alerts,
    conversation,
    disclosure,
    forget,
    inbox,
    letters,
    outbox,
    people,
    turns,
    words,
)
from channels.journal.connect import scrub
from channels.journal.crypto import spellings
from channels.journal.disclosure import Rows
from channels.journal.door import Door
from channels.journal.keys import check_key
from channels.journal.records import (
    Answered,
    Bubble,
    Committed,
    Due,
    DueLetter,
    Erased,
    InboundState,
    OutboundState,
    PersonState,
    Planned,
    Received,
    Taken,
    ToldBefore,
    TurnFacts,
)
from channels.journal.redact import redact
from channels.message import InboundMessage, OutboundPart

#: Machines of one service agree on the time up to this.
CLOCKS_DIFFER = timedelta(minutes=1)


class Journal(Door):
    #: Numbers of offices and hotlines, digits only, which stay in what operators read.
    public_numbers: Container[str] = ()

    def check_key(self) -> None:
        """To be called at start. Raises KeyWrong unless DATA_KEY opens this database."""
        with self._write() as c:
            check_key(c, self._crypto)

    def answers(self) -> bool:
        """Whether the database answers now."""
        try:
            with self._read() as c:
                c.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            return False
        return True

    def person(self, number: str) -> str:
        """The pseudonym of a number, without looking anything up."""
        return self._crypto.person(number)

    # In

    def receive(self, message: InboundMessage, *, fetched: bool = False) -> bool:
        """Keep a message, its text sealed and redacted; False when it is known or was erased.

        `fetched`: it was asked for later than it came, and keeps its time even if later ones wait.
        """
        redacted = redact(message.text, self.public_numbers)
        with self._write() as c:
            return inbox.receive(c, self._crypto, message, redacted, fetched=fetched)

    def unknown(self, sids: Sequence[str]) -> frozenset[str]:
        """Those ids of messages that were never received, not even by somebody who was erased since."""
        with self._read() as c:
            return inbox.unknown(c, sids)

    def unfinished(self, older_than: datetime, limit: int = 1000) -> tuple[str, ...]:
        """Ids of messages received before `older_than` that have no decision, or whose answer has not left."""
        with self._read() as c:
            return inbox.unfinished(c, older_than, self._clock() + CLOCKS_DIFFER, limit)

    def due(self, sid: str, *, recently: bool = False) -> Due | None:
        """All that answering a message needs; None when it is not known (any more).

        `recently`: also what its sender sent shortly before, unless something earlier comes first.
        """
        with self._read() as c:
            return inbox.due(c, self._crypto, sid, recently=recently)

    def load(self, sid: str) -> Received | None:
        """A message; None when it is not known (any more)."""
        with self._read() as c:
            return inbox.load(c, self._crypto, sid)

    def ignore(self, sid: str) -> None:
        """End a message that gets no answer."""
        with self._write() as c:
            inbox.close(c, sid, InboundState.IGNORED)

    def expire(self, before: datetime) -> int:
        """Give up what came in before this moment and is undecided, and bubbles planned before that have not left."""
        with self._write() as c:
            return inbox.expire(c, before) + outbox.expire(c, before, self._clock())

    # The person

    def person_state(self, person: str) -> PersonState | None:
        with self._read() as c:
            return people.state(c, self._crypto, person)

    def tracker(self, person: str) -> bytes | None:
        """The dialogue state, as the dialogue engine wrote it."""
        state = self.person_state(person)
        return None if state is None else state.tracker

    def reply_to(self, person: str) -> str | None:
        """The number to answer to; None when the person is not known (any more)."""
        with self._read() as c:
            return people.number_of(c, self._crypto, person)

    def stopped_by_provider(self, person: str) -> None:
        """Note that the provider refuses to send because the person stopped us there; drops what was planned."""
        with self._write() as c:
            people.stop(c, person, self._clock())

    def conversation(self, person: str, limit: int = 200) -> tuple[Bubble, ...]:
        """The last bubbles, oldest first."""
        with self._read() as c:
            return conversation.conversation(c, self._crypto, person, limit)

    # The turn

    def commit_turn(
        self,
        sid: str,
        facts: TurnFacts,
        *,
        tracker: bytes | None,
        parts: Sequence[OutboundPart],
        by: str | None = None,
    ) -> Answered:
        """Write a turn in one transaction and return what is to be sent.

        A second call for the same message changes nothing and returns what the first one planned.
        Effects STOP, START, HANDOFF, ALARM, FEEDBACK and ALERT happen here. ERASE is noted only: send the confirmation,
        then call `finish_erasure`. A message that was erased meanwhile plans nothing.
        `by` names the process that will hand over the first bubble right away: then it is taken, too, as by `take`.
        """
        turn = Committed(facts=facts, tracker=tracker, parts=tuple(parts), by=by)
        with self._write() as c:
            answered = turns.commit(c, self._crypto, sid, turn, self._clock())
            return answered or Answered(planned=outbox.planned(c, self._crypto, sid))

    # Out

    def plan(self, sid: str) -> tuple[Planned, ...]:
        """The bubbles that answer a message, in order, whatever became of them."""
        with self._read() as c:
            return outbox.planned(c, self._crypto, sid)

    def take(self, id: int, by: str = "") -> Taken | None:
        """To be called right before handing a bubble over; None when it must not be sent (any more).

        `by` names the process that will do it. Raises HandedOver while another one may still be doing it.
        """
        with self._write() as c:
            return outbox.take(c, self._crypto, id, by, self._clock())

    def strangers(self, provider_sids: Sequence[str]) -> tuple[str, ...]:
        """Those of the provider's ids that belong to no bubble of ours, in the order given."""
        with self._read() as c:
            return outbox.strangers(c, provider_sids)

    def mark_accepted(self, id: int, provider_sid: str) -> None:
        with self._write() as c:
            outbox.mark_accepted(c, id, provider_sid, self._clock())

    def mark_failed(self, id: int, code: str) -> None:
        """Note that a bubble will not be sent, and why."""
        with self._write() as c:
            outbox.mark_failed(c, id, code, self._clock())

    def record_status(self, provider_sid: str, status: str, error_code: str | None = None) -> OutboundState | None:
        """Keep a provider's report; the state of the bubble now, or None when we do not know it (yet)."""
        with self._write() as c:
            return outbox.record_status(c, provider_sid, status, error_code, self._clock())

    # Corrections

    def told_before(self, article: str, version: str, since: datetime) -> tuple[ToldBefore, ...]:
        """Everyone who asked to hear of changes and heard another version of the article at or after `since`."""
        with self._read() as c:
            return alerts.told_before(c, article, version, since)

    def correction(self, article: str, version: str, words: Mapping[str, str]) -> int | None:
        """The id of the correction that brings `version`; None when that was corrected before, in other words."""
        with self._write() as c:
            return alerts.correction(c, article, version, words, self._clock())

    def plan_correction(self, correction: int, to: Sequence[tuple[ToldBefore, OutboundPart]]) -> int:
        """Plan a bubble for everyone who has none of this correction; how many. One transaction: give it batches."""
        with self._write() as c:
            return alerts.plan(c, self._crypto, correction, to, self._clock())

    def letters_due(self, limit: int = 1000) -> tuple[DueLetter, ...]:
        """Bubbles that answer no message and have not left, oldest first."""
        with self._read() as c:
            return letters.due(c, limit)

    def correction_outcome(self, correction: int) -> Mapping[str, int]:
        """How many bubbles of a correction are in which state; failed ones by their reason."""
        with self._read() as c:
            return alerts.outcome(c, correction)

    def bubble(self, id: int) -> Planned | None:
        """One bubble, whatever became of it; None when it is gone."""
        with self._read() as c:
            return outbox.bubble(c, self._crypto, id)

    # What is known of a person

    def everything(self, number: str) -> Mapping[str, Rows]:
        """By table, all that is stored about a number, opened; empty when nothing is."""
        with self._read() as c:
            return disclosure.everything(c, self._crypto, self._pseudonyms(number))

    def _pseudonyms(self, number: str) -> list[str]:
        """Every pseudonym that a number can have here, however it is written and under whichever key."""
        return sorted({person for spelled in spellings(number) for person in self._crypto.known_as(spelled)})

    # Forgetting

    def erase(self, number: str) -> Erased:
        """Delete everything of a person at once; the gateway then deletes the same at the provider.

        A crash in between loses nothing: `left_at_provider` names what is still to be deleted there.
        """
        with self._write() as c:
            known = people.known(c, self._pseudonyms(number))
            sids = forget.forget(c, self._crypto, known, self._clock())
        scrub(self._engine)
        return Erased(people=len(known), provider_sids=sids)

    def erase_person(self, person: str) -> Erased:
        """As `erase`, for somebody of whom we know the pseudonym: their number in its other spelling goes too."""
        number = self.reply_to(person)
        return Erased(people=0, provider_sids=()) if number is None else self.erase(number)

    def finish_erasure(self, person: str) -> Erased:
        """Carry out an erasure that the person asked for and that was confirmed to them.

        A question that they sent afterwards stays, is answered, and starts a new conversation.
        """
        with self._write() as c:
            known = people.known(c, [person])
            sids = forget.forget_answered(c, self._crypto, person, self._clock())
        scrub(self._engine)
        return Erased(people=len(known), provider_sids=sids)

    def erasures_due(self, older_than: datetime) -> tuple[str, ...]:
        """People who asked before `older_than` to be erased and still are not: a crash came between."""
        with self._read() as c:
            return forget.erasures_due(c, older_than)

    def left_at_provider(self, limit: int = 1000) -> tuple[str, ...]:
        """Ids of messages that are erased here and, as far as we know, not yet at the provider."""
        with self._read() as c:
            return forget.left_at_provider(c, limit)

    def erased_at_provider(self, sid: str) -> None:
        """Note that the provider has erased a message, so that `left_at_provider` does not name it again."""
        with self._write() as c:
            forget.erased_at_provider(c, sid)

    def oldest(self) -> datetime | None:
        """When the oldest message that is still here came in."""
        with self._read() as c:
            return inbox.oldest(c)

    def scrub(self) -> None:
        """Overwrite what was deleted, as far as the database leaves that to us."""
        scrub(self._engine)

    def purge(self, before: datetime) -> int:
        """Delete what is older than `before`, and people who have not written since; how many rows.

        `left_at_provider` then names what is to be deleted there.
        In batches, each its own transaction. A STOP grows old with its person: we never write first, so nothing
        reaches them unless they write again.
        """
        purged = 0
        for ageing in forget.PAST_ITS_TIME:
            batch = forget.BATCH
            while batch == forget.BATCH:
                with self._write() as c:
                    batch = forget.purge_some(c, ageing, before, self._clock())
                purged += batch
        with self._write() as c:
            purged += forget.forget_log(c, before)
        batch = forget.BATCH
        while batch == forget.BATCH:
            with self._write() as c:
                batch = words.forget_days(c, before, forget.BATCH)
        scrub(self._engine)
        return purged
