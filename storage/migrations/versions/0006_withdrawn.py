"""Addresses that gave a report no more, withdrawn reports, and versions that came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the columns; nothing is known of the time before."""
    op.create_table(
        "absence",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("crawl_id", INTEGER, sa.ForeignKey("crawl.id"), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("visits", INTEGER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=False),
        sa.Column("back_at", TIME, index=True),
        sa.UniqueConstraint("url", "since"),
    )
    op.add_column("report", sa.Column("gone_since", TIME))
    op.add_column("report", sa.Column("withdrawn_at", TIME))
    op.add_column("report_version", sa.Column("again_since", TIME))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("report_version", "again_since")
    op.drop_column("report", "withdrawn_at")
    op.drop_column("report", "gone_since")
    op.drop_table("absence")
