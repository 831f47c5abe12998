"""Which process hands a bubble over, when several share the work"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbound", sa.Column("taken_by", sa.Text(), nullable=True))
