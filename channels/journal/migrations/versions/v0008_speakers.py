"""What an operator needs to find an interpreter, and pictures and recordings beside texts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("people", sa.Column("other_language_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("people", sa.Column("town_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("outbound", sa.Column("media_sealed", sa.LargeBinary(), nullable=True))
