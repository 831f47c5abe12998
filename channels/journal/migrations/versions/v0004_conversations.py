"""Conversations as lists show them, who has taken them, notes, verdicts, and the words to search by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

#: From what is there: the newest message of a person, and their newest question that was one.
FILL = """
    UPDATE people SET
      last_channel = (SELECT channel FROM inbound i WHERE i.person = people.person ORDER BY received_at DESC LIMIT 1),
      last_decision = (SELECT decision FROM inbound i WHERE i.person = people.person AND decision <> 'command'
                       ORDER BY received_at DESC LIMIT 1),
      last_article = (SELECT article FROM inbound i WHERE i.person = people.person AND article IS NOT NULL
                      ORDER BY received_at DESC LIMIT 1),
      waiting_at = (SELECT min(asked_at) FROM handoffs h
                    WHERE h.person = people.person AND h.closed_at IS NULL AND h.taken_at IS NULL)
"""
URGENT = """
    UPDATE people SET waiting_urgent = true WHERE waiting_at IS NOT NULL AND EXISTS
      (SELECT 1 FROM handoffs h WHERE h.person = people.person AND h.urgent AND h.closed_at IS NULL)
"""


def upgrade() -> None:
    for name in ("last_channel", "last_decision", "last_article", "taken_by"):
        op.add_column("people", sa.Column(name, sa.Text(), nullable=True))
    for name in ("waiting_at", "taken_at", "solved_at"):
        op.add_column("people", sa.Column(name, MOMENT, nullable=True))
    op.add_column("people", sa.Column("waiting_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbound", sa.Column("written_by", sa.Text(), nullable=True))
    op.execute(FILL)
    op.execute(URGENT)

    op.drop_index("ix_people_last_seen", "people")
    op.create_index("ix_people_last_seen_person", "people", ["last_seen", "person"])
    for name in ("last_language", "last_channel", "last_decision", "last_article"):
        op.create_index(f"ix_people_{name}_last_seen", "people", [name, "last_seen"])
    for name, column, where in (
        ("waiting", "waiting_at", "waiting_at IS NOT NULL"),
        ("taken", "last_seen", "taken_by IS NOT NULL"),
        ("solved", "last_seen", "solved_at IS NOT NULL"),
    ):
        op.create_index(
            f"ix_people_{name}", "people", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )

    op.create_table(
        "notes",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_notes_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_person", "notes", ["person"])

    op.create_table(
        "verdicts",
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sid"], ["inbound.sid"], name="fk_verdicts_sid", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sid", name="pk_verdicts"),
    )

    op.create_table(
        "words",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", "word", "message", name="pk_words"),
        sqlite_with_rowid=False,
    )
