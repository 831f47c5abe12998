from __future__ import annotations

from enum import StrEnum


class On(StrEnum):
    """What a run is played on."""

    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"
    #: Rasa's own Twilio channel and server, with the same bot: what a team would otherwise use.
    RASA = "rasa"
