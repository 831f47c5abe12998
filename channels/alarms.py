"""What operators must act on: in the log once, in `/metrics` and `/readyz` as long as it lasts.

A reason is a sentence for operators and holds nothing of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from channels import metrics

log = structlog.get_logger()

#: Told of every alarm when it begins: its name and the reason.
Listener = Callable[[str, str], None]


class Alarms:
    """The alarms of this process. Called from its event loop and its threads; each call is one step."""

    def __init__(self) -> None:
        self._standing: dict[str, str] = {}
        self._listeners: list[Listener] = []

    @property
    def standing(self) -> Mapping[str, str]:
        """Name and reason of what has not passed."""
        return dict(self._standing)

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def ring(self, name: str, reason: str) -> None:
        """Something is wrong until `clear`; said once, however often it is noticed."""
        if self._standing.get(name) == reason:
            return
        is_new = name not in self._standing
        self._standing[name] = reason
        metrics.ALARM.labels(name=name).set(1)
        if is_new:
            self.note(name, reason)

    def clear(self, name: str) -> None:
        if self._standing.pop(name, None) is not None:
            metrics.ALARM.labels(name=name).set(0)
            log.info("alarm_over", name=name)

    def note(self, name: str, reason: str) -> None:
        """Something went wrong once, and nothing will tell that it is over."""
        metrics.ALARMS.labels(name=name).inc()
        log.error("alarm", name=name, reason=reason)
        for listener in self._listeners:
            listener(name, reason)
