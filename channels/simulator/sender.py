"""The other end of sending for visitors of the simulator: everything is accepted and shown on the page."""

from __future__ import annotations

from datetime import datetime

from channels.message import Channel
from channels.sending import Accepted, AccountRefused

#: Addresses of visitors start so; no telephone number does.
SIMULATED = "sim:"
#: Ids of messages to and from them start so; Twilio's start with SM or MM.
SIMULATED_SID = "SIM"


def is_simulated(address_or_sid: str) -> bool:
    return address_or_sid.startswith((SIMULATED, SIMULATED_SID))


class SimulatorSender:
    """A `Sender` for which the journal itself is the phone."""

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        return Accepted(provider_sid=f"{SIMULATED_SID}-{reference}")

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        return ()

    async def delete(self, provider_sid: str) -> None:
        """There is no copy anywhere else."""


class NoSender:
    """A `Sender` for real numbers while no provider is configured: everything waits for an operator."""

    async def send(self, text: str, *, to: str, channel: Channel, reference: str, media: str | None = None) -> Accepted:
        """Raises AccountRefused."""
        raise AccountRefused

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> tuple[Accepted, ...]:
        """Raises AccountRefused."""
        raise AccountRefused

    async def delete(self, provider_sid: str) -> None:
        """Raises AccountRefused."""
        raise AccountRefused
