from __future__ import annotations

from channels.bench.caller import Call
from channels.bench.outcome import Outcome, Planned, Spread, outcome
from channels.bench.script import Said
from channels.bench.twilio_stub import TwilioStub

ANA, EVA = "+12015550100", "+12015550101"


def called(sid: str, number: str, at: float, *, status: int = 200) -> Call:
    return Call(said=Said(sid=sid, number=number, body="?", due=at), began=at, ended=at + 0.01, status=status)


def bubble(sid: str, position: int, provider_sid: str | None) -> Planned:
    return Planned(sid=sid, position=position, provider_sid=provider_sid)


def measured(calls: list[Call], accepted: dict[str, float], plans: list[Planned]) -> Outcome:
    return outcome(calls, TwilioStub(accepted_at=accepted), plans)


def test_everything_answered_once_and_in_order_is_clean() -> None:
    """Two people, one of them with two messages, and a message with two bubbles: nothing is amiss."""
    found = measured(
        [called("a1", ANA, 0.0), called("e1", EVA, 0.1), called("a2", ANA, 0.2)],
        {"x": 1.0, "y": 1.1, "z": 1.2, "w": 1.3},
        [bubble("a1", 0, "x"), bubble("a1", 1, "y"), bubble("a2", 0, "z"), bubble("e1", 0, "w")],
    )

    assert found.clean
    assert (found.answered, found.bubbles, found.seconds) == (3, 4, 1.3)
    assert found.first_bubble_ms.longest == 1200.0
    assert found.last_bubble_ms.p50 == 1100.0


def test_acknowledged_and_not_answered_is_lost() -> None:
    """A message without bubbles, one whose bubble has not left, one of which a part is missing: all are lost."""
    found = measured(
        [called("a1", ANA, 0.0), called("a2", ANA, 0.1), called("e1", EVA, 0.2)],
        {"x": 1.0},
        [bubble("a2", 0, None), bubble("e1", 0, "x"), bubble("e1", 1, None)],
    )

    assert (found.lost, found.answered) == (3, 0)


def test_refused_message_is_not_lost() -> None:
    """What the service did not take is Twilio's to send again; it counts as not acknowledged."""
    found = measured([called("a1", ANA, 0.0, status=500)], {}, [])

    assert (found.lost, found.acknowledged, found.sent) == (0, 0, 1)


def test_acceptance_that_the_service_does_not_know_is_a_double() -> None:
    """A bubble that went out twice has one id in the journal and two at Twilio."""
    found = measured([called("a1", ANA, 0.0)], {"x": 1.0, "again": 1.5}, [bubble("a1", 0, "x")])

    assert (found.doubled, found.lost) == (1, 0)


def test_later_message_answered_first_is_out_of_order() -> None:
    """Per person, no bubble may overtake one of an earlier message, nor one of its own message."""
    calls = [called("a1", ANA, 0.0), called("a2", ANA, 0.1), called("e1", EVA, 0.2)]
    plans = [bubble("a1", 0, "x"), bubble("a2", 0, "y"), bubble("e1", 0, "z")]
    overtaking = measured(calls, {"x": 2.0, "y": 1.0, "z": 0.5}, plans)
    mixed_up = measured([calls[2]], {"z": 2.0, "w": 1.0}, [bubble("e1", 0, "z"), bubble("e1", 1, "w")])

    assert overtaking.out_of_order == 1
    assert mixed_up.out_of_order == 1


def test_spread_names_what_so_many_stayed_below() -> None:
    """Of 100 values 1…100 ms the 99th percentile is one of the two longest; of none everything is 0."""
    spread = Spread.of([ms / 1000 for ms in range(1, 101)])

    assert (spread.p50, spread.p95, spread.p99, spread.longest) == (51.0, 96.0, 100.0, 100.0)
    assert Spread.of([]).p99 == 0.0
