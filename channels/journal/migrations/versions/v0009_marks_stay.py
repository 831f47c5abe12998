"""Marks of forgotten messages are no longer deleted by age, so nobody looks for old ones"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_index("ix_forgotten_forgotten_at", "forgotten")
