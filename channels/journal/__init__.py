"""What the service remembers: conversations and deliveries, sealed, expiring, and erasable.

`journal.Journal` is the door; each of its steps lives in the module of that name (`people`, `inbox`, `turns`,
`outbox`, `forget`). `crypto` seals, `redact` blanks, `schema` says what is stored, `migrations` how it came to be.
"""

from __future__ import annotations
