"""For whom in danger an alarm was sent"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

UNHEARD = sa.text("urgent AND alarmed_at IS NULL")


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True))
    # What is old is no news.
    op.execute("UPDATE handoffs SET alarmed_at = asked_at")
    op.create_index("ix_handoffs_unheard", "handoffs", ["id"], sqlite_where=UNHEARD, postgresql_where=UNHEARD)
