"""Which version of an article was told, who wants to hear when it changes, and what was corrected"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("inbound", sa.Column("article_version", sa.Text(), nullable=True))

    op.create_table(
        "alerts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_alerts_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid"], ["inbound.sid"], name="fk_alerts_sid", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_article_told_at", "alerts", ["article", "told_at"])
    op.create_index("ix_alerts_person", "alerts", ["person"])
    op.create_index("ix_alerts_sid", "alerts", ["sid"])

    op.create_table(
        "corrections",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("article", "version", name="uq_corrections_article_version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_made_at", "corrections", ["made_at"])

    op.add_column("outbound", sa.Column("correction", ID, nullable=True))
    op.create_index("ix_outbound_correction_person", "outbound", ["correction", "person"])
