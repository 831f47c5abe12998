"""What became of every message: the promise is none lost, none doubled, each person's in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine, func, select

from channels.bench.caller import Call
from channels.bench.outcome import outcome, planned
from channels.bench.twilio_stub import TwilioStub
from channels.journal.schema import Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    messages: int
    #: Whose webhook and fallback both failed: fetched from Twilio's list.
    caught_up: int
    bubbles: int
    #: Not (wholly) answered.
    lost: int
    #: Bubbles that Twilio accepted and that answer nothing, or something answered before.
    doubled: int
    #: Of those that reached us by webhook; what had to be fetched may come after a later one.
    out_of_order: int
    #: Answered by tables alone, with an excuse.
    excused: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order)


def strange(twilio: TwilioStub, engine: Engine) -> list[dict[str, object]]:
    """What Twilio accepted and the journal does not know: to see where a doubled bubble came from."""
    known = {plan.provider_sid for plan in planned(engine)}
    return [message for message in twilio.accepted if message["sid"] not in known]


def verdict(calls: Sequence[Call], twilio: TwilioStub, engine: Engine) -> Verdict:
    plans = planned(engine)
    # Every message counts, also those that we never acknowledged.
    everything = outcome([replace(call, status=200) for call in calls], twilio, plans)
    by_webhook = outcome([call for call in calls if call.acknowledged], twilio, plans)
    with engine.connect() as c:
        excused = c.execute(select(func.count()).where(Inbound.intent == "unavailable")).scalar_one()
    return Verdict(
        messages=everything.sent,
        caught_up=sum(not call.acknowledged for call in calls),
        bubbles=everything.bubbles,
        lost=everything.lost,
        doubled=everything.doubled,
        out_of_order=by_webhook.out_of_order,
        excused=excused,
    )
