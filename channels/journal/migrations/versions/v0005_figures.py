"""Figures counted beforehand, and indexes to the questions that nobody answered well"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
DECLINED = sa.text("decision = 'decline'")


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period", "day", "measure", "key", name="pk_figures"),
    )
    op.create_table(
        "figures_counted",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("period", name="pk_figures_counted"),
    )
    op.create_index("ix_inbound_declined", "inbound", ["received_at"], sqlite_where=DECLINED, postgresql_where=DECLINED)
    op.create_index("ix_feedback_given_at", "feedback", ["given_at"])
    op.create_index("ix_verdicts_at", "verdicts", ["at"])
