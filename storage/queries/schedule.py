"""Reads the schedule: jobs, runs, and the processes that keep it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import Capture, Crawl, Document, ScheduledRun, ScheduleJob, Scheduler
from storage.records import DocumentRecord, RunRecord, SchedulerRecord
from storage.rows import as_record
from storage.vocabulary import CrawlOutcome, DocumentState, RunOutcome


def next_times(session: Session) -> dict[str, dt.datetime]:
    """When each job comes up next, by its id."""
    rows = session.execute(
        select(ScheduleJob.id, ScheduleJob.next_run_time).where(
            ScheduleJob.next_run_time.is_not(None)
        )
    )
    return {job: dt.datetime.fromtimestamp(moment or 0, dt.UTC) for job, moment in rows}


def runs(
    session: Session,
    *outcomes: RunOutcome,
    job: str | None = None,
    since: dt.datetime | None = None,
    limit: int = 500,
) -> tuple[RunRecord, ...]:
    """Runs with one of these outcomes, or with any, the latest planned moment first."""
    statement = select(ScheduledRun)
    if outcomes:
        statement = statement.where(ScheduledRun.outcome.in_(outcomes))
    if job is not None:
        statement = statement.where(ScheduledRun.job == job)
    if since is not None:
        statement = statement.where(ScheduledRun.planned_for >= since)
    newest = statement.order_by(ScheduledRun.planned_for.desc(), ScheduledRun.id.desc())
    return tuple(as_record(RunRecord, row) for row in session.scalars(newest.limit(limit)))


def run(session: Session, run_id: int) -> RunRecord:
    """One run; it must be there."""
    return as_record(RunRecord, session.get_one(ScheduledRun, run_id))


def run_before(session: Session, job: str, moment: dt.datetime) -> RunRecord | None:
    """The last run of a job that was planned for an earlier moment, or None."""
    row = session.scalars(
        select(ScheduledRun)
        .where(ScheduledRun.job == job, ScheduledRun.planned_for < moment)
        .order_by(ScheduledRun.planned_for.desc())
        .limit(1)
    ).first()
    return as_record(RunRecord, row) if row else None


def last_runs(session: Session) -> dict[str, RunRecord]:
    """The last run of each job that ended well or badly, by the job's id."""
    last = (
        select(ScheduledRun.job, func.max(ScheduledRun.id).label("id"))
        .where(ScheduledRun.outcome.in_([RunOutcome.FINISHED, RunOutcome.FAILED]))
        .group_by(ScheduledRun.job)
        .subquery()
    )
    rows = session.scalars(select(ScheduledRun).join(last, last.c.id == ScheduledRun.id))
    return {row.job: as_record(RunRecord, row) for row in rows}


def schedulers(session: Session, *, ended: bool = False) -> tuple[SchedulerRecord, ...]:
    """The schedulers that did not end, or with ``ended`` all of them, the newest first."""
    statement = select(Scheduler).order_by(Scheduler.id.desc())
    if not ended:
        statement = statement.where(Scheduler.ended_at.is_(None))
    return tuple(as_record(SchedulerRecord, row) for row in session.scalars(statement))


def documents_of_ended_crawls(
    session: Session, limit: int | None = None
) -> tuple[DocumentRecord, ...]:
    """The documents that wait to be read and that no running crawl may add renditions to."""
    rows = session.scalars(
        select(Document)
        .join(Capture, Capture.id == Document.capture_id)
        .join(Crawl, Crawl.id == Capture.crawl_id)
        .where(Document.state == DocumentState.PENDING, Crawl.outcome != CrawlOutcome.RUNNING)
        .order_by(Document.id)
        .limit(limit)
    )
    return tuple(as_record(DocumentRecord, row) for row in rows)
