"""`make chaos`: the real `rumbo serve` under load, while everything that it stands on fails.

    people.py    who writes, all the time, through Twilio; what became of each webhook
    faults.py    what goes wrong: kill -9, database, disk, clock, Twilio, newer articles, newer program
    launch.py    `rumbo` with a clock that can be put wrong while it runs, and where asked without its models
    verdict.py   lost, doubled, out of order: from what Twilio accepted and what the journal planned
    run.py       the above put together
    __main__.py  the command; `test_chaos.py` is a short run among the tests

The same seed gives the same faults in the same order; how far a message is when one hits is chance.
"""
