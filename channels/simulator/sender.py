"""The other end of sending for visitors of the simulator: everything is accepted and shown on the page."""

from __future__ import annotations

from datetime import datetime

from channels.message import Channel
from channels.sending import Accepted

#: Addresses of visitors start so; no telephone number does.
SIMULATED = "sim:"


class SimulatorSender:
    """A `Sender` for which the journal itself is the phone."""

    async def send(self, text: str, *, to: str, channel: Channel, reference: str) -> Accepted:  # noqa: ARG002
        return Accepted(provider_sid=f"SIM{reference}")

    async def find_sent(self, text: str, *, to: str, channel: Channel, since: datetime) -> Accepted | None:  # noqa: ARG002
        return None

    async def delete(self, provider_sid: str) -> None:
        """There is no copy anywhere else."""
