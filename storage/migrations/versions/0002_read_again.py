"""By which reader each document was read, and rows of columns found by where they lead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the reader's version, unknown for what was read so far, and an index."""
    op.add_column("document", sa.Column("reader_version", INTEGER))
    op.create_index("ix_document_reader_version", "document", ["reader_version"])
    op.create_index("ix_listing_row_url", "listing_row", ["url"])


def downgrade() -> None:
    """Take both away."""
    op.drop_index("ix_listing_row_url", "listing_row")
    op.drop_index("ix_document_reader_version", "document")
    op.drop_column("document", "reader_version")
