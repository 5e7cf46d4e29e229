"""How each answer came, and hosts shown to belong to a site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both, unknown for what was archived so far."""
    op.add_column("capture", sa.Column("transport", sa.Text()))
    op.add_column("site", sa.Column("transport", sa.Text()))
    op.create_table(
        "proven_host",
        sa.Column("site_id", INTEGER, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("linked_from", sa.Text(), nullable=False),
        sa.Column("linked_as", sa.Text(), nullable=False),
        sa.Column("site_id_code", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("capture_id", INTEGER, nullable=False),
        sa.Column("proven_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["capture.id"], name="fk_proven_host_capture_id_capture"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_proven_host_site_id_site"),
        sa.PrimaryKeyConstraint("site_id", "host", name="pk_proven_host"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("proven_host")
    op.drop_column("site", "transport")
    op.drop_column("capture", "transport")
