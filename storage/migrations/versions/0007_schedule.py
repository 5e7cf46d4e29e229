"""The schedule: jobs, runs, the processes that keep it; and when an agency was added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WORD = sa.String(40)
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the three tables, and the column, empty for the agencies there are."""
    op.add_column("agency", sa.Column("added_at", TIME))
    op.create_table(
        "schedule_job",
        sa.Column("id", sa.String(191), primary_key=True),
        sa.Column("next_run_time", sa.Double(), index=True),
        sa.Column("job_state", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "scheduler",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("machine", TEXT, nullable=False),
        sa.Column("process", TEXT, nullable=False),
        sa.Column("beat", INTEGER, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("beaten_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
    )
    op.create_table(
        "scheduled_run",
        sa.Column("id", INTEGER, primary_key=True),
        sa.Column("job", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("planned_for", TIME, nullable=False, index=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("missed", INTEGER, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("outcome", WORD, nullable=False, index=True),
        sa.Column("attempt", INTEGER, nullable=False),
        sa.Column("scheduler_id", INTEGER, sa.ForeignKey("scheduler.id"), index=True),
        sa.Column("started_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.UniqueConstraint("job", "planned_for"),
    )
    _unique_where("waiting", "job")
    _unique_where("running", "lane")


def _unique_where(outcome: str, column: str) -> None:
    where = sa.text(f"outcome = '{outcome}'")
    op.create_index(
        f"uq_scheduled_run_{outcome}",
        "scheduled_run",
        [column],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """Take it all away."""
    op.drop_table("scheduled_run")
    op.drop_table("scheduler")
    op.drop_table("schedule_job")
    op.drop_column("agency", "added_at")
