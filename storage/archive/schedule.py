"""Writes the schedule: runs planned, claimed and ended, and the processes that keep it.

What must never happen is forbidden by the database itself, whoever writes: a job has one run for a
planned moment and one waiting run at the most, and a lane has one running run at the most.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new
from storage.models import ScheduledRun, Scheduler
from storage.records import RunDraft, RunRecord, SchedulerRecord
from storage.rows import as_record
from storage.vocabulary import RunOutcome

MOST_ATTEMPTS = 3  # a run whose process died so often is what kills it


def plan_run(session: Session, draft: RunDraft, now: dt.datetime) -> None:
    """Write down that a run is due; nothing where it is written already.

    A run of the same job that still waits for an earlier moment becomes ``missed``: this one stands
    for it. A run for this moment that was written later than now was written by a clock that ran
    ahead; it is opened again.
    """
    of_job = update(ScheduledRun).where(ScheduledRun.job == draft.job)
    session.execute(
        of_job.where(
            ScheduledRun.outcome == RunOutcome.WAITING,
            ScheduledRun.planned_for < draft.planned_for,
        ).values(
            outcome=RunOutcome.MISSED,
            ended_at=now,
            cause=f"caught up by the run planned for {draft.planned_for:%Y-%m-%d %H:%M} UTC",
        )
    )
    session.execute(
        of_job.where(
            ScheduledRun.planned_for == draft.planned_for,
            ScheduledRun.written_at > now,
            ScheduledRun.outcome.not_in([RunOutcome.WAITING, RunOutcome.RUNNING]),
        ).values(
            outcome=RunOutcome.WAITING,
            written_at=now,
            cause="had been run by a clock that was ahead",
        )
    )
    insert_new(
        session,
        ScheduledRun,
        {
            "job": draft.job,
            "kind": draft.kind,
            "lane": draft.lane,
            "planned_for": draft.planned_for,
            "since": draft.since,
            "missed": draft.missed,
            "written_at": now,
            "outcome": RunOutcome.WAITING,
            "attempt": 0,
            "cause": "",
            "counts": {},
        },
    )


def claim_run(
    session: Session, run_id: int, scheduler_id: int, now: dt.datetime
) -> RunRecord | None:
    """Take a waiting run; None where another has it, its lane is taken, or the claimer was buried.

    Its row is locked until the run is taken: it cannot be buried in between.
    """
    living = select(Scheduler.id).where(Scheduler.id == scheduler_id, Scheduler.ended_at.is_(None))
    if session.scalar(living.with_for_update(read=True)) is None:
        return None
    statement = (
        update(ScheduledRun)
        .where(ScheduledRun.id == run_id, ScheduledRun.outcome == RunOutcome.WAITING)
        .values(
            outcome=RunOutcome.RUNNING,
            scheduler_id=scheduler_id,
            attempt=ScheduledRun.attempt + 1,
            started_at=now,
            ended_at=None,
        )
        .returning(ScheduledRun)
        .execution_options(populate_existing=True)
    )
    try:
        with session.begin_nested():
            row = session.scalars(statement).first()
    except IntegrityError:  # the lane's index: another run of the lane runs
        return None
    return as_record(RunRecord, row) if row else None


def finish_run(
    session: Session,
    run: RunRecord,
    outcome: RunOutcome,
    counts: dict[str, Any],
    now: dt.datetime,
    cause: str = "",
) -> bool:
    """Write how a run ended; False where it was taken away from who claimed it."""
    done = _execute(
        session,
        update(ScheduledRun)
        .where(
            ScheduledRun.id == run.id,
            ScheduledRun.scheduler_id == run.scheduler_id,
            ScheduledRun.attempt == run.attempt,
            ScheduledRun.outcome == RunOutcome.RUNNING,
        )
        .values(outcome=outcome, counts=counts, cause=cause, ended_at=now),
    )
    return done == 1


def enrol_scheduler(
    session: Session, machine: str, process: str, now: dt.datetime
) -> SchedulerRecord:
    """Begin a scheduler."""
    row = Scheduler(machine=machine, process=process, beat=0, started_at=now, beaten_at=now)
    session.add(row)
    session.flush()
    return as_record(SchedulerRecord, row)


def beat(session: Session, scheduler_id: int, now: dt.datetime) -> bool:
    """Count a scheduler's beat up; False where it was declared dead."""
    alive = (Scheduler.id == scheduler_id, Scheduler.ended_at.is_(None))
    statement = update(Scheduler).where(*alive)
    return _execute(session, statement.values(beat=Scheduler.beat + 1, beaten_at=now)) == 1


def stop_scheduler(session: Session, scheduler_id: int, now: dt.datetime) -> None:
    """End a scheduler that was told to stop; its runs go back and wait, as if never begun."""
    for row in _ended(session, scheduler_id, now):
        row.attempt -= 1
        _give_back(session, row, now, "the scheduler was stopped")


def bury_scheduler(session: Session, scheduler_id: int, now: dt.datetime, cause: str) -> None:
    """End a scheduler that died; its runs go back and wait.

    A run that was begun ``MOST_ATTEMPTS`` times without an end has failed.
    """
    for row in _ended(session, scheduler_id, now):
        if row.attempt < MOST_ATTEMPTS:
            _give_back(session, row, now, cause)
        else:
            row.outcome, row.ended_at = RunOutcome.FAILED, now
            row.cause = f"begun {row.attempt} times and never ended: {cause}"
    session.flush()


def _ended(session: Session, scheduler_id: int, now: dt.datetime) -> list[ScheduledRun]:
    """The runs that a scheduler has as it ends; none where it was ended before."""
    living = update(Scheduler).where(Scheduler.id == scheduler_id, Scheduler.ended_at.is_(None))
    if not _execute(session, living.values(ended_at=now)):
        return []
    statement = select(ScheduledRun).where(
        ScheduledRun.scheduler_id == scheduler_id, ScheduledRun.outcome == RunOutcome.RUNNING
    )
    return list(session.scalars(statement.with_for_update()))


def _give_back(session: Session, row: ScheduledRun, now: dt.datetime, cause: str) -> None:
    row.scheduler_id, row.cause = None, cause
    session.flush()
    try:
        with session.begin_nested():
            row.outcome = RunOutcome.WAITING
            session.flush()
    except IntegrityError:  # the job's next run waits already: it takes over what this stood for
        session.refresh(row)
        row.outcome, row.ended_at = RunOutcome.MISSED, now
        session.execute(
            update(ScheduledRun)
            .where(ScheduledRun.job == row.job, ScheduledRun.outcome == RunOutcome.WAITING)
            .values(since=row.since)
        )


def _execute(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what an update gives
    return result.rowcount
