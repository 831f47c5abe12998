"""The dialogue engine's view of the journal: it loads a person's state, and what it saves waits for `commit_turn`.

So the state, the answer and the end of the message are written together or not at all.
"""

from __future__ import annotations

from channels.journal.journal import Journal


class HeldTrackers:
    """Safe for many people at once; for one person the queue allows one turn at a time."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._held: dict[str, bytes] = {}

    def load(self, person: str) -> bytes | None:
        """What the running turn saved, or else what the journal has."""
        held = self._held.get(person)
        return held if held is not None else self._journal.tracker(person)

    def save(self, person: str, state: bytes) -> None:
        self._held[person] = state

    def take(self, person: str) -> bytes | None:
        """The state to commit, once; None when the turn saved nothing. Also drops what a failed turn left."""
        return self._held.pop(person, None)
