"""The schedule: does somebody keep it, and what became of its runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crawler.checkup.finding import Finding
from crawler.schedule.identity import is_gone
from crawler.schedule.scheduler import LEASE
from crawler.schedule.tasks import VISITS
from storage import queries
from storage.calendar import CHINA
from storage.database import Session
from storage.records import RunRecord, SchedulerRecord
from storage.vocabulary import RunOutcome

LATE = dt.timedelta(days=1)  # what waits for so long waits for more than its hours


def check_runs(session: Session, now: dt.datetime) -> Iterator[Finding]:
    """Schedulers, runs that failed, that found nothing, that wait; and the archive's fixity."""
    yield _schedulers(session, now)
    last = queries.last_runs(session)
    failed = [run for run in last.values() if run.outcome is RunOutcome.FAILED]
    yield _about("failed", f"the last run of {len(failed)} jobs failed", failed)
    empty = [run for run in last.values() if run.kind in VISITS and _found_nothing(run)]
    yield _about("zero", f"the last run of {len(empty)} jobs found no column on any site", empty)
    ours = [run for run in last.values() if run.counts.get("ours")]
    yield _about("ours", f"in the last run of {len(ours)} jobs most sites failed alike", ours)
    late = [
        run for run in queries.runs(session, RunOutcome.WAITING) if now - run.planned_for > LATE
    ]
    yield _about("late", f"{len(late)} runs wait for more than a day", late)
    if "verify" in last:
        yield _fixity(last["verify"])


def _schedulers(session: Session, now: dt.datetime) -> Finding:
    alive = [one for one in queries.schedulers(session) if not _is_dead(one, now)]
    if alive:
        lines = tuple(f"scheduler {one.id} on {one.machine}" for one in alive)
        return Finding("scheduler", f"{len(alive)} alive", subjects=lines)
    ever = next(iter(queries.schedulers(session, ended=True)), None)
    if ever is None:
        return Finding("scheduler", "none has ever run here; see: nianbao schedule")
    last = f"{ever.beaten_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return Finding("scheduler", f"none alive, the last was seen {last}: nianbao schedule", True)


def _is_dead(one: SchedulerRecord, now: dt.datetime) -> bool:
    return is_gone(one.process) or abs(now - one.beaten_at) > dt.timedelta(seconds=LEASE)


def _found_nothing(run: RunRecord) -> bool:
    return bool(run.counts.get("sites")) and not run.counts.get("columns")


def _about(check: str, message: str, runs: list[RunRecord]) -> Finding:
    lines = [
        f"{run.job} of {run.planned_for.astimezone(CHINA):%Y-%m-%d %H:%M} {run.cause}".rstrip()
        for run in runs
    ]
    return Finding(check, message, bool(runs), tuple(lines))


def _fixity(run: RunRecord) -> Finding:
    damaged = int(run.counts.get("damaged", 0))
    when = f"{run.planned_for.astimezone(CHINA):%Y-%m-%d}"
    message = f"{run.counts.get('records', 0)} records re-read on {when}, {damaged} problems"
    return Finding("fixity", message, damaged > 0, tuple(run.counts.get("problems", ())))
