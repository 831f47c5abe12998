"""Who may do what at the console: this table and nothing else."""

from __future__ import annotations

from enum import StrEnum


class May(StrEnum):
    """What a page can need."""

    #: Read conversations (redacted), handoffs, figures, articles.
    WATCH = "watch"
    #: Take over, answer, hand back, note, mark solved, flag an answer as wrong, see who to call.
    HELP = "help"
    #: See a telephone number, with a reason.
    REVEAL = "reveal"
    #: Erase a person.
    ERASE = "erase"
    #: Say which article a question belongs to, propose wordings and articles.
    TEACH = "teach"
    #: See the log of what everybody looked at and changed.
    AUDIT = "audit"


class Role(StrEnum):
    VIEWER = "viewer"
    OPERATOR = "operator"
    EDITOR = "editor"
    ADMIN = "admin"


ALLOWED: dict[Role, frozenset[May]] = {
    Role.VIEWER: frozenset({May.WATCH}),
    Role.OPERATOR: frozenset({May.WATCH, May.HELP, May.REVEAL, May.ERASE, May.TEACH}),
    Role.EDITOR: frozenset({May.WATCH, May.TEACH}),
    Role.ADMIN: frozenset(May),
}


def may(role: str, what: May) -> bool:
    """A role that is not in the table, such as one of a later version, may nothing."""
    return role in ALLOWED and what in ALLOWED[Role(role)]
