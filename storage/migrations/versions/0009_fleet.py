"""What the machines of a fleet keep in common: turns at hosts, and at what jobs failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text()
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "host_turn",
        sa.Column("host", TEXT, primary_key=True),
        sa.Column("turn_at", TIME, nullable=False),
    )
    op.create_table(
        "work_failure",
        sa.Column("job_id", INTEGER, primary_key=True, autoincrement=False),
        sa.Column("failed_at", TIME, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("work_failure")
    op.drop_table("host_turn")
