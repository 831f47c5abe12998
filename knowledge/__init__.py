"""The vetted articles: reading, checking, searching them.

Importing anything of this package keeps numpy's libraries to one thread each, as far as numpy was not there before:
the matrices here are small, and threads that wait for one another cost more than they save.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")
