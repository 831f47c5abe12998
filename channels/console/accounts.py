"""Passwords, and who may come in with one."""

from __future__ import annotations

import secrets
from functools import cache

from pwdlib import PasswordHash

from channels.console.roles import Role
from channels.errors import ChannelsError
from channels.journal.desk import Desk
from channels.journal.staff import Account

SHORTEST_PASSWORD = 12
DEMO = "demo"


class PasswordTooShortError(ChannelsError):
    """A password needs at least 12 characters; four words that do not belong together are easy to remember."""


class NameTakenError(ChannelsError):
    """There is an account with this name already; `rumbo console users` lists them."""


class NoSuchAccountError(ChannelsError):
    """There is no account with this name; `rumbo console users` lists them."""


@cache
def hashes() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def nobodys_hash() -> str:
    return hashes().hash(secrets.token_urlsafe())


def canonical(name: str) -> str:
    return name.strip().lower()


def add(desk: Desk, name: str, role: Role, password: str) -> Account:
    """Raises NameTakenError or PasswordTooShortError."""
    account = desk.add_account(canonical(name), role, password_hash=hash_of(password))
    if account is None:
        raise NameTakenError
    return account


def set_password(desk: Desk, name: str, password: str) -> None:
    """Raises NoSuchAccountError or PasswordTooShortError. Whoever is signed in with it is signed out."""
    if not desk.set_password_hash(canonical(name), hash_of(password)):
        raise NoSuchAccountError


def hash_of(password: str) -> str:
    """Raises PasswordTooShortError."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShortError
    return hashes().hash(password)


def check(desk: Desk, name: str, password: str) -> Account | None:
    """The account, when the password is its own. Takes as long for a name that nobody has."""
    account = desk.account(canonical(name))
    known = account.password_hash if account and not account.disabled else None
    right = hashes().verify(password, known or nobodys_hash())
    return account if right and known else None


def demo(desk: Desk) -> str | None:
    """The password of a demo account made now, for a service with the simulator alone; None when anybody is known."""
    if desk.accounts():
        return None
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    return password if desk.add_account(DEMO, Role.ADMIN, password_hash=hashes().hash(password)) else None
