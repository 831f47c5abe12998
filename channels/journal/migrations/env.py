"""What Alembic runs; `channels.journal.migrate` hands it a connection that is already in a transaction."""

from __future__ import annotations

from alembic import context

from channels.journal import figures_schema  # noqa: F401 - its tables belong to the metadata
from channels.journal.desk_schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter a column in place; Alembic copies the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
