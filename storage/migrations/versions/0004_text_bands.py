"""By what copied texts are found (R20)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; `nianbao process --all` fills it for the reports that are there."""
    op.create_table(
        "text_band",
        sa.Column("report_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("value", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_text_band_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_text_band")),
    )
    op.create_index(op.f("ix_text_band_value"), "text_band", ["value"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("text_band")
