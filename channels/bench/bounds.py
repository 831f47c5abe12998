"""What one run may ask of a machine at most, so that a slip of the finger is no attack on one's own."""

from __future__ import annotations

MOST_MESSAGES = 20_000
MOST_PEOPLE = 20_000
#: Messages a second.
HIGHEST_RATE = 1_000.0
#: Seconds over which the messages of a run are spread.
LONGEST_SECONDS = 900.0
#: Seconds until all are posted. More than the above: a slow service takes a while to acknowledge the last ones.
LONGEST_POSTING = 1_200.0
