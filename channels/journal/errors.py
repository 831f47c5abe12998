"""Why the journal cannot be used.

ConfigurationError
└── JournalUnusable
    ├── KeyMissing           DATA_KEY is not set
    ├── KeyTooWeak           DATA_KEY is too short to protect anybody
    ├── KeyWrong             DATA_KEY is not the key that sealed this database
    ├── DatabaseUrlWrong     DATABASE_URL cannot be understood
    ├── DatabaseUnreachable  the database does not answer, or its folder cannot be written
    └── DatabaseTooNew       the database was written by a newer version of this program

HandedOver is no fault: another process of ours is sending this very bubble.

No message carries a key, a password, a telephone number or a text.
"""

from __future__ import annotations

from channels.errors import ConfigurationError


class JournalUnusable(ConfigurationError):  # noqa: N818 - the names below say what is wrong
    """The journal cannot be used as configured."""


class KeyMissing(JournalUnusable):
    """DATA_KEY is not set. Without it nothing about people can be stored safely. Make one with: openssl rand -hex 32"""


class KeyTooWeak(JournalUnusable):
    """DATA_KEY is too short: every key needs at least 16 random characters, better 32 (openssl rand -hex 32)."""


class KeyWrong(JournalUnusable):
    """DATA_KEY does not open this database. Put the key that sealed it back (several keys: newest first, commas)."""


class DatabaseUrlWrong(JournalUnusable):
    """DATABASE_URL must look like sqlite:////folder/rumbo.sqlite or postgresql://user:password@host/name."""


class DatabaseUnreachable(JournalUnusable):
    """The database does not answer."""


class DatabaseTooNew(JournalUnusable):
    """The database was written by a newer version of this program. Update the program; it never migrates backwards."""


class HandedOver(Exception):  # noqa: N818 - says what is wrong
    """Another process took this bubble a moment ago and may still be handing it over."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(retry_after)
        #: Seconds after which it must have arrived or failed.
        self.retry_after = retry_after
