"""Writes down the runs that are due; what is written is done, by whoever claims it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain, takewhile

from crawler.schedule.jobs import Jobs
from crawler.schedule.newcomers import new_hosts
from crawler.schedule.timetable import Timetable, job_id
from storage import archive, queries
from storage.database import Database, Session
from storage.records import RunDraft
from storage.vocabulary import RunOutcome

GRAIN = dt.timedelta(minutes=5)  # two schedulers that see the same need name the same moment
# A site that cannot be visited stays new: it is tried again, but not every minute.
BEFORE_NEW_AGAIN = dt.timedelta(hours=1)


def write_down_due(database: Database, jobs: Jobs, now: dt.datetime) -> None:
    """Writes a run for each job that is due, and moves the job on.

    Of several moments that passed, the last is run and stands for the others. Killed in between,
    the job is still due and the run is there already: it is not written twice.
    """
    for job in jobs.due(now):
        kind, lane = job.func(*job.args)
        first = job.next_run_time.astimezone(dt.UTC)
        later = takewhile(lambda time: time <= now, job.trigger.times(first))
        times = list(chain([first], later))
        with database.session() as session:
            before = queries.run_before(session, job.id, times[-1])
            waits = before is not None and before.outcome is RunOutcome.WAITING
            since = before.since if before is not None and waits else first
            draft = RunDraft(job.id, kind, lane, times[-1], since, len(times) - 1)
            archive.plan_run(session, draft, now)
        jobs.move_on(job, job.trigger.next_after(times[-1]))


def write_down_at_once(database: Database, timetable: Timetable, now: dt.datetime) -> None:
    """Writes runs for what does not wait for its hour: new sites, and documents to be read."""
    with database.session() as session:
        for draft in chain(_visits_of_new(session, timetable, now), _reading(session, now)):
            archive.plan_run(session, draft, now)


def _visits_of_new(session: Session, timetable: Timetable, now: dt.datetime) -> Iterator[RunDraft]:
    new = new_hosts(session)
    for bucket, hosts in timetable.buckets.items():
        job = job_id("new", bucket)
        if new.intersection(hosts) and _rested(session, job, now, BEFORE_NEW_AGAIN):
            yield _at_once(job, "new", str(bucket), now)


def _reading(session: Session, now: dt.datetime) -> Iterator[RunDraft]:
    if _rested(session, "process", now, GRAIN) and queries.documents_of_ended_crawls(session, 1):
        yield _at_once("process", "process", "process", now)


def _rested(session: Session, job: str, now: dt.datetime, pause: dt.timedelta) -> bool:
    """Whether no run of a job is open, and the last one was not just now."""
    last = next(iter(queries.runs(session, job=job, limit=1)), None)
    if last is None:
        return True
    if last.outcome in (RunOutcome.WAITING, RunOutcome.RUNNING):
        return False
    return abs(now - last.planned_for) >= pause


def _at_once(job: str, kind: str, lane: str, now: dt.datetime) -> RunDraft:
    moment = now - (now - dt.datetime.min.replace(tzinfo=dt.UTC)) % GRAIN
    return RunDraft(job, kind, lane, moment, moment)
