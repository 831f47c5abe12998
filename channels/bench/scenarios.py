"""Which runs there are. The long ones make the figures of docs/performance.md, the short one proves that they work."""

from __future__ import annotations

from channels.bench.runs import Scenario

#: Real questions a minute rarely exceed this; the latency that people notice.
STEADY = Scenario(name="steady", messages=600, people=300, rate=20)
#: More than can be answered at once, for ten seconds: acknowledgements must not wait for answers.
BURST = Scenario(name="burst", messages=1000, people=1000, rate=100)
#: As much as it can take.
FULL = Scenario(name="full", messages=1000, people=500, connections=20)
ONE_PERSON = Scenario(name="one person", messages=40, people=1)
#: As `full`, on two processes.
TWO = Scenario(name="two processes", messages=1000, people=500, connections=20, processes=2)
#: As `steady`, with a Twilio as slow as the real one.
FAR = Scenario(name="slow Twilio", messages=600, people=300, rate=20, twilio_delay=0.15)
SHORT = Scenario(name="short", messages=24, people=6, rate=20)

ON_POSTGRESQL = (STEADY, BURST, FULL, ONE_PERSON, TWO, FAR)
ON_SQLITE = (STEADY, BURST, FULL, ONE_PERSON)
#: Everybody writes once: Rasa's channel does not say which message a bubble answers.
ON_RASA = (
    Scenario(name="steady", messages=600, people=600, rate=20),
    Scenario(name="burst", messages=1000, people=1000, rate=100),
    Scenario(name="full", messages=1000, people=1000, connections=20),
)
