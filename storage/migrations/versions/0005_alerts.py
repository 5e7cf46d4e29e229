"""Alerts and how they were told, the history of states, and what verifications found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WORD = sa.String(40)
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATE = sa.Date()
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "state_change",
        sa.Column("agency_id", TEXT, nullable=False),
        sa.Column("report_year", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("day", DATE, nullable=False),
        sa.Column("noted_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "report_year", "number", name="pk_state_change"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_state_change_agency_id"),
    )
    op.create_table(
        "verification",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("verified_at", TIME, nullable=False),
        sa.Column("records", INTEGER, nullable=False),
        sa.Column("problem_count", INTEGER, nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verification"),
    )
    _alert()
    _message()
    op.create_table(
        "delivery",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("alert_id", INTEGER, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("message_id", INTEGER),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_delivery_alert_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_delivery_message_id"),
        sa.UniqueConstraint("alert_id", "channel", name="uq_delivery_alert_id_channel"),
    )
    op.create_index("ix_delivery_message_id", "delivery", ["message_id"])


def _alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("agency_id", TEXT),
        sa.Column("report_year", INTEGER),
        sa.Column("site_id", INTEGER),
        sa.Column("day", DATE, nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("settled_at", TIME),
        sa.Column("acknowledged_at", TIME),
        sa.Column("acknowledged_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("key", name="uq_alert_key"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_alert_agency_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_alert_site_id"),
    )
    op.create_index("ix_alert_agency_id_report_year", "alert", ["agency_id", "report_year"])
    op.create_index("ix_alert_kind_settled_at", "alert", ["kind", "settled_at"])


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("composed_at", TIME, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("claimed_at", TIME),
        sa.Column("machine", TEXT, nullable=False),
        sa.Column("process", INTEGER, nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("cause", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("ix_message_state_channel", "message", ["state", "channel"])


def downgrade() -> None:
    """Drop the five tables."""
    for table in ("delivery", "message", "alert", "verification", "state_change"):
        op.drop_table(table)
