"""Runs migrations on the connection that ``storage.database`` hands over."""

from __future__ import annotations

from alembic import context

from storage.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table only by making it anew
    compare_type=True,
)
context.run_migrations()
