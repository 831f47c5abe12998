"""The door for those who work at the console: accounts, sessions and the log; conversations follow in `desk_*`.

Like `journal.Journal`, every method is one short transaction and can be called from any thread.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from channels.journal import audit, staff
from channels.journal.audit import Entry
from channels.journal.door import Door
from channels.journal.staff import Account

#: Unused for so long, a session ends; at the latest after the hours that the settings name.
IDLE = timedelta(hours=2)


class Desk(Door):
    # Accounts

    def add_account(
        self, name: str, role: str, *, password_hash: str | None = None, openid: str | None = None
    ) -> Account | None:
        """The new account; None when the name is taken."""
        with self._write() as c:
            return staff.add(c, name=name, role=role, password_hash=password_hash, openid=openid, now=self._clock())

    def account(self, name: str) -> Account | None:
        with self._read() as c:
            return staff.by_name(c, name)

    def account_of_openid(self, openid: str) -> Account | None:
        with self._read() as c:
            return staff.by_openid(c, openid)

    def accounts(self) -> tuple[Account, ...]:
        with self._read() as c:
            return staff.everybody(c)

    def set_password_hash(self, name: str, password_hash: str) -> bool:
        """Whether there is such an account. Its sessions end."""
        with self._write() as c:
            return staff.change(c, name, password_hash=password_hash)

    def set_role(self, name: str, role: str) -> bool:
        """Whether there is such an account. Its sessions end."""
        with self._write() as c:
            return staff.change(c, name, role=role)

    def disable(self, name: str) -> bool:
        """Whether there is such an account. Its sessions end, and no more begin."""
        with self._write() as c:
            return staff.change(c, name, disabled_at=self._clock())

    # Sessions

    def begin_session(self, token: str, account: Account) -> None:
        """Remember a browser by a digest of its token; old sessions of everybody go."""
        now = self._clock()
        with self._write() as c:
            staff.end_old_sessions(c, seen=now - IDLE)
            staff.begin_session(c, digest_of(token), account.id, now)

    def session(self, token: str, lasts: timedelta) -> Account | None:
        """Who signed in with this token, if that still counts."""
        now, digest = self._clock(), digest_of(token)
        with self._read() as c:
            found = staff.of_session(c, digest, began=now - lasts, seen=now - IDLE)
        if found is None:
            return None
        account, seen_at = found
        if (now - seen_at).total_seconds() > staff.SEEN_EVERY:
            with self._write() as c:
                staff.see_session(c, digest, now)
        return account

    def counts(self, token: str, lasts: timedelta) -> bool:
        """Whether a session still counts; asking does not keep it alive."""
        now = self._clock()
        with self._read() as c:
            return staff.of_session(c, digest_of(token), began=now - lasts, seen=now - IDLE) is not None

    def end_session(self, token: str) -> None:
        with self._write() as c:
            staff.end_session(c, digest_of(token))

    # The log

    def record(
        self,
        who: str,
        action: str,
        *,
        person: str | None = None,
        about: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Note what somebody looked at or changed; `about` must name nobody, `reason` is sealed."""
        with self._write() as c:
            audit.record(
                c,
                self._crypto,
                who=who,
                action=action,
                person=person,
                about=about,
                reason=reason,
                now=self._clock(),
            )

    def log(
        self, *, person: str | None = None, before: tuple[datetime, int] | None = None, limit: int = 100
    ) -> tuple[Entry, ...]:
        """Entries, newest first."""
        with self._read() as c:
            return audit.read(c, self._crypto, person=person, before=before, limit=limit)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
