"""Rasa's memory of a conversation as a few hundred bytes, and the store that holds them for one turn.

What is kept: the slots, and of the session's last events the intents and the actions. What is dropped: every word
that the person wrote, every reply, and whatever is older. Rules look at the last message only, so nothing is missed.
"""

from __future__ import annotations

import json
import zlib
from typing import Final

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import TrackerError

#: One turn in process is one conversation; whose it is, the gateway knows.
CONVERSATION: Final = "conversation"
#: Kept of the running session.
MOST_EVENTS: Final = 40
#: Changes whenever older bytes cannot be read any more.
FORMAT: Final = 1


def to_bytes(tracker: DialogueStateTracker) -> bytes:
    """The tracker, small and without anything that a person wrote."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name != SESSION_START_METADATA_SLOT
    }
    loop = tracker.active_loop_name
    body = {"format": FORMAT, "slots": slots, "events": [_short(event) for event in _tail(list(tracker.events))]}
    if loop is not None:
        body["loop"] = loop
    return zlib.compress(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode())


def from_bytes(stored: bytes, domain: Domain) -> DialogueStateTracker:
    """Raises TrackerError when the bytes are not of `to_bytes`: a conversation is never silently begun anew."""
    try:
        body = json.loads(zlib.decompress(stored))
        if body["format"] != FORMAT:
            raise TrackerError(f"the stored conversation has format {body['format']}, this version reads {FORMAT}")
        known = {slot.name for slot in domain.slots}
        events = [
            # Without these two Rasa would start a session.
            ActionExecuted(ACTION_SESSION_START_NAME),
            SessionStarted(),
            *(SlotSet(name, value) for name, value in body["slots"].items() if name in known),
            *([ActiveLoop(body["loop"])] if body.get("loop") in domain.form_names else ()),
            ActionExecuted(ACTION_LISTEN_NAME),
            *(_restored(*short) for short in body["events"]),
        ]
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise TrackerError("the stored conversation cannot be read") from error
    return DialogueStateTracker.from_events(CONVERSATION, events, domain.slots)


def _short(event: Event) -> tuple[str, str, float]:
    if isinstance(event, UserUttered):
        return "user", str(event.intent_name), round(event.timestamp, 3)
    return "action", str(event.action_name), round(event.timestamp, 3)


def _restored(kind: str, name: str, timestamp: float) -> Event:
    if kind == "action":
        return ActionExecuted(name, timestamp=timestamp)
    # Rasa's own notation for a message of which only the intent matters.
    return UserUttered(f"/{name}", {"name": name, "confidence": 1.0}, timestamp=timestamp)


def _tail(events: list[Event]) -> list[Event]:
    """The last turns of the session, whole ones: it begins where the bot had finished speaking."""
    starts = [index for index, event in enumerate(events) if isinstance(event, SessionStarted)]
    session = events[starts[-1] + 1 :] if starts else events
    lasting = [event for event in session if isinstance(event, UserUttered | ActionExecuted)]
    first = max(0, len(lasting) - MOST_EVENTS)
    while first < len(lasting) and not isinstance(lasting[first], UserUttered):
        first += 1
    return lasting[first:]


class OneTurnStore(TrackerStore):  # type: ignore[misc]
    """Holds the conversation of one turn; the bytes come from the gateway's transaction and go back into it."""

    def __init__(self, domain: Domain, stored: bytes | None) -> None:
        super().__init__(domain)
        self._tracker = None if stored is None else from_bytes(stored, domain)
        self._saved = False

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        del sender_id
        return self._tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._tracker = tracker
        self._saved = True

    def slot(self, name: str) -> str | None:
        """What was remembered under this name before the turn."""
        return None if self._tracker is None else self._tracker.get_slot(name)

    @property
    def tracker(self) -> DialogueStateTracker:
        """Raises TrackerError when Rasa has not saved the turn."""
        if self._tracker is None or not self._saved:
            raise TrackerError("the turn ended without a saved conversation")
        return self._tracker
