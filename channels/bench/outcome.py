"""What became of every message, from two sides: what the stub of Twilio accepted, and what the service wrote down.

The service's journal says which message each accepted bubble answers; whether it is lost, doubled or out of order is
read off what the stub accepted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from sqlalchemy import Engine, select

from channels.bench.caller import Call
from channels.bench.twilio_stub import TwilioStub
from channels.journal.schema import Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Milliseconds: half, 95 and 99 of a hundred took no longer."""

    p50: float
    p95: float
    p99: float
    longest: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        if not seconds:
            return cls(p50=0.0, p95=0.0, p99=0.0, longest=0.0)
        ordered = sorted(seconds)

        def at(share: float) -> float:
            return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

        return cls(p50=at(0.5), p95=at(0.95), p99=at(0.99), longest=at(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Counts are of messages; only `doubled` and `bubbles` are of bubbles."""

    sent: int
    acknowledged: int
    answered: int
    #: Acknowledged, and not (wholly) answered.
    lost: int
    #: Accepted by Twilio more than once, or without the service knowing of it.
    doubled: int
    #: Messages of which a bubble was accepted after one of a later message of the same person.
    out_of_order: int
    bubbles: int
    #: From the call to the answer 200.
    acknowledgement_ms: Spread
    #: From the call to Twilio's acceptance of the first bubble that answers the message, and of the last one.
    first_bubble_ms: Spread
    last_bubble_ms: Spread
    #: From the first call to the last accepted bubble.
    seconds: float

    @property
    def messages_per_second(self) -> float:
        return round(self.answered / self.seconds, 1) if self.seconds else 0.0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order)

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "messages_per_second": self.messages_per_second}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A bubble as the journal has it."""

    sid: str
    position: int
    #: The stub's id, once the service knows that it was accepted.
    provider_sid: str | None


def planned(engine: Engine) -> tuple[Planned, ...]:
    """Every bubble that answers a message."""
    rows = select(Outbound.sid, Outbound.position, Outbound.provider_sid).where(Outbound.sid.is_not(None))
    with engine.connect() as c:
        return tuple(
            Planned(sid=str(row.sid), position=row.position, provider_sid=row.provider_sid)
            for row in c.execute(rows.order_by(Outbound.sid, Outbound.position))
        )


def outcome(calls: Sequence[Call], stub: TwilioStub, plans: Sequence[Planned]) -> Outcome:
    """What became of the messages of one run; `stub` and `plans` hold nothing else than that run."""
    began = {call.said.sid: call.began for call in calls}
    acknowledged = {call.said.sid for call in calls if call.acknowledged}
    accepted = dict(stub.accepted_at)
    bubbles: dict[str, list[float | None]] = defaultdict(list)
    for plan in plans:
        bubbles[plan.sid].append(accepted.get(plan.provider_sid or ""))
    # Every bubble is with Twilio, and the last one is the latest.
    whole = {sid: [at for at in each if at is not None] for sid, each in bubbles.items() if None not in each}
    answered = acknowledged & whole.keys()
    known = {plan.provider_sid for plan in plans}
    latest = max(accepted.values(), default=0.0)
    return Outcome(
        sent=len(began),
        acknowledged=len(acknowledged),
        answered=len(answered),
        lost=len(acknowledged - whole.keys()),
        doubled=sum(sid not in known for sid in accepted),
        out_of_order=overtaken(calls, whole),
        bubbles=len(accepted),
        acknowledgement_ms=Spread.of([call.ended - call.began for call in calls if call.acknowledged]),
        first_bubble_ms=Spread.of([min(whole[sid]) - began[sid] for sid in answered]),
        last_bubble_ms=Spread.of([max(whole[sid]) - began[sid] for sid in answered]),
        seconds=round(max(0.0, latest - min(began.values(), default=latest)), 2),
    )


def overtaken(calls: Sequence[Call], accepted: Mapping[str, Sequence[float]]) -> int:
    """Messages of which a bubble came later than one of the next message, or whose own bubbles are out of order."""
    of_person: dict[str, list[str]] = defaultdict(list)
    for call in sorted(calls, key=lambda each: each.began):
        of_person[call.said.number].append(call.said.sid)
    wrong = sum(list(times) != sorted(times) for times in accepted.values())
    for sids in of_person.values():
        heard = [accepted[sid] for sid in sids if accepted.get(sid)]
        wrong += sum(max(this) > min(following) for this, following in pairwise(heard))
    return wrong
