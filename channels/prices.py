"""What sending costs, from `prices.yaml`: estimates for editors, not for bookkeeping."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from channels.message import Channel, OutboundPart

FILE = Path(__file__).with_name("prices.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    #: US dollars for one segment or one message.
    price: float
    #: "segment" or "message".
    per: str
    #: Nobody has compared it with a bill.
    estimate: bool
    source: str
    as_of: date

    def of(self, part: OutboundPart) -> float:
        """US dollars for one bubble."""
        return self.price * (part.segments if self.per == "segment" else 1)


@cache
def _table() -> dict[str, Price]:
    return {channel: Price(**row) for channel, row in yaml.safe_load(FILE.read_text("utf-8")).items()}


def price_on(channel: Channel, own: float | None = None) -> Price:
    """The price on a channel; `own` is what the editor says that it is."""
    listed = _table()[channel]
    return listed if own is None else replace(listed, price=own, estimate=False, source="--price")
