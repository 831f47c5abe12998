"""The door for those who work at the console to conversations. Every method is one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from channels.journal import handoffs, listing, people, takeover, talk, words
from channels.journal.door import Door
from channels.journal.handoffs import Unheard
from channels.journal.listing import Cursor, Filters, Line
from channels.journal.takeover import Notice, Took
from channels.journal.talk import Talk

#: Messages looked at to fill a page of found conversations: several may be of one person.
PER_LINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search."""

    lines: tuple[Line, ...]
    #: Where the next page begins; None when this is the last.
    more_before: datetime | None


class Conversations(Door):
    # Lists

    def urgent(self, filters: Filters) -> tuple[Line, ...]:
        """Who is in danger and taken by nobody, the longest waiting first."""
        with self._read() as c:
            return listing.urgent(c, self._crypto, filters)

    def newest(self, filters: Filters, before: Cursor | None = None, limit: int = 50) -> tuple[Line, ...]:
        """Everybody else, newest first."""
        with self._read() as c:
            return listing.newest(c, self._crypto, filters, before, limit)

    def waiting(self, limit: int = 200) -> tuple[Line, ...]:
        """Who waits for somebody who works here, danger first, then the longest waiting."""
        with self._read() as c:
            return listing.waiting(c, self._crypto, limit)

    def search(self, text: str, filters: Filters, before: datetime | None = None, limit: int = 50) -> Found:
        """Conversations with a message that has all these words, the newest such message first."""
        with self._read() as c:
            start = before or self._clock()
            found = words.find(c, self._crypto, words.words_of(text), start, limit * PER_LINE)
            known = listing.of_messages(c, self._crypto, [row.sid for row in found], filters)
        lines: dict[str, Line] = {}
        last: datetime | None = None
        for row in found:
            if row.sid in known and row.person not in lines:
                if len(lines) == limit:
                    return Found(lines=tuple(lines.values()), more_before=last)
                lines[row.person] = known[row.sid][1]
            last = row.received_at
        full = len(found) == limit * PER_LINE
        return Found(lines=tuple(lines.values()), more_before=last if full else None)

    # One

    def head(self, person: str) -> Talk | None:
        """The conversation without its bubbles; None when there is none (any more)."""
        with self._read() as c:
            return talk.head(c, self._crypto, person)

    def talk(self, person: str) -> Talk | None:
        """The conversation with all that was said lately; None when there is none (any more)."""
        with self._read() as c:
            found = talk.head(c, self._crypto, person)
            if found is None:
                return None
            said = talk.bubbles(c, self._crypto, person)
            return replace(found, said=said, notes=talk.notes(c, self._crypto, person))

    def number(self, person: str) -> str | None:
        """The telephone number; whoever asks must have logged why."""
        with self._read() as c:
            return people.number_of(c, self._crypto, person)

    def note(self, person: str, who: str, text: str) -> bool:
        with self._write() as c:
            return talk.note(c, self._crypto, person, who=who, text=text, now=self._clock())

    def label(self, person: str, sid: str, who: str, article: str | None) -> bool:
        """Say which article answers the question in a message; whether there is such a message."""
        with self._write() as c:
            return talk.judge(c, person, sid, who, self._clock(), article=article)

    def call_wrong(self, person: str, sid: str, who: str, *, wrong: bool) -> bool:
        """Say that what answered a message was wrong, or was not; whether there is such a message."""
        with self._write() as c:
            return talk.judge(c, person, sid, who, self._clock(), wrong=wrong)

    # Taking over

    def take(self, person: str, who: str, *, instead_of: str | None, notice: Notice) -> Took:
        """Take a conversation that nobody has, or that `instead_of` has."""
        with self._write() as c:
            return takeover.take(c, self._crypto, person, who, instead_of=instead_of, notice=notice, now=self._clock())

    def give_back(self, person: str, who: str | None, *, solved: bool, notice: Notice) -> Took:
        """Let the service answer again; `who` is None when nobody has it and it is only marked as solved."""
        with self._write() as c:
            return takeover.give_back(c, self._crypto, person, who, solved=solved, notice=notice, now=self._clock())

    def write(self, person: str, who: str, notice: Notice) -> Took:
        """Plan what `who` writes to a person whose conversation they have."""
        with self._write() as c:
            return takeover.write(c, self._crypto, person, who, notice=notice, now=self._clock())

    def left_alone(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """Conversations (person, who has it) in which whoever has them did nothing since `before`."""
        with self._read() as c:
            return takeover.left_alone(c, before)

    # Alarms

    def claim_unheard(self) -> tuple[Unheard, ...]:
        """Who is in danger and was announced to nobody; each is given to one caller, who announces it."""
        with self._write() as c:
            return handoffs.claim(c, self._clock())

    def not_heard(self, ids: Sequence[int]) -> None:
        """They could not be announced: somebody is to try again."""
        with self._write() as c:
            handoffs.give_back(c, ids)
