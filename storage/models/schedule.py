"""The schedule: when each job comes up next, who keeps it, and every run of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Double, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import RunOutcome

LONGEST_JOB = 191  # APScheduler's own limit for the id of a job


class ScheduleJob(Base):
    """A job as APScheduler keeps it; ``storage.jobstore`` gives the table to it."""

    __tablename__ = "schedule_job"

    id: Mapped[str] = mapped_column(String(LONGEST_JOB), primary_key=True)
    next_run_time: Mapped[float | None] = mapped_column(Double(), index=True)
    job_state: Mapped[bytes] = mapped_column(LargeBinary())


class Scheduler(Base):
    """A process of ``nianbao schedule``; it lives as long as it counts ``beat`` up."""

    __tablename__ = "scheduler"

    id: Mapped[int] = mapped_column(primary_key=True)
    machine: Mapped[str]
    process: Mapped[str]
    beat: Mapped[int]
    started_at: Mapped[dt.datetime]
    beaten_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class ScheduledRun(Base):
    """One run of a job; the two partial indexes are what forbids piling up and running twice."""

    __tablename__ = "scheduled_run"
    __table_args__ = (
        UniqueConstraint("job", "planned_for"),
        Index(
            "uq_scheduled_run_waiting",
            "job",
            unique=True,
            sqlite_where=text("outcome = 'waiting'"),
            postgresql_where=text("outcome = 'waiting'"),
        ),
        Index(
            "uq_scheduled_run_running",
            "lane",
            unique=True,
            sqlite_where=text("outcome = 'running'"),
            postgresql_where=text("outcome = 'running'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    kind: Mapped[str]
    lane: Mapped[str]
    planned_for: Mapped[dt.datetime] = mapped_column(index=True)
    since: Mapped[dt.datetime]
    missed: Mapped[int]
    written_at: Mapped[dt.datetime]
    outcome: Mapped[RunOutcome] = mapped_column(index=True)
    attempt: Mapped[int]
    scheduler_id: Mapped[int | None] = mapped_column(ForeignKey("scheduler.id"), index=True)
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    cause: Mapped[str]
    counts: Mapped[dict[str, Any]]
