"""`rumbo bench`: a real `rumbo serve` under load, with a small Twilio of our own in Twilio's place.

    script.py       who writes what, and when
    caller.py       signs and posts it as Twilio would; how long each acknowledgement took
    twilio_stub.py  accepts what the service sends, or refuses it as it is told
    service.py      the service as a process of its own; its memory and its time on the processor
    databases.py    a fresh SQLite file or PostgreSQL server
    outcome.py      what became of every message: lost, doubled, out of order, how late
    runs.py         the above put together; `scenarios.py` says which runs there are
    report.py       a table, a picture, JSON

Nothing here talks to anything but this machine.
"""
