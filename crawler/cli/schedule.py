"""``nianbao schedule``: everything in its time, by itself."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.dates import in_china
from crawler.cli.opened import opened_database
from crawler.cli.screen import errors, json_line, list_table, screen, tell
from crawler.schedule.leading import lead
from crawler.schedule.orders import current_timetable
from crawler.schedule.scheduler import Scheduler
from crawler.schedule.timetable import PlannedJob
from crawler.schedule.workers import Subprocesses, Workers
from storage import queries
from storage.config import settings
from storage.database import Database
from storage.queue import is_shared
from storage.records import RunRecord

ROUND = 2.0  # seconds from one look at the database to the next


def schedule(
    only_list: Annotated[
        bool, typer.Option("--list", help="What runs when, and what ran how; runs nothing.")
    ] = False,
    runs: Annotated[int, typer.Option(min=0, help="With --list: so many of the last runs.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --list: one object a line.")
    ] = False,
) -> None:
    """Keep the schedule until stopped: visit, read, judge and verify, each in its time."""
    with opened_database() as database:
        if only_list:
            _list(database, runs, as_json)
        elif as_json:
            raise typer.BadParameter("goes with --list", param_hint="--json")
        else:
            _keep(database)


def _keep(database: Database) -> None:
    if not settings().contact:
        errors.print(
            "[yellow]NIANBAO_CONTACT is not set: sites cannot reach you about this crawler"
        )
    home = settings().home
    current_timetable(database, home)  # a fault in windows.toml is told before anything runs
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    workers: Workers = Subprocesses(home)
    if is_shared(database):
        from crawler.fleet.handover import HandOver  # needs the extra

        workers = HandOver(database, workers)
    lead(database, lambda: _scheduler(database, home, workers), lambda: stop.wait(ROUND), tell)


def _scheduler(database: Database, home: Path, workers: Workers) -> Scheduler:
    return Scheduler(database, lambda: current_timetable(database, home), workers, tell)


def _list(database: Database, count: int, as_json: bool) -> None:
    jobs = current_timetable(database, settings().home).jobs()
    with database.snapshot() as session:
        stored = queries.next_times(session)
        last = queries.last_runs(session)
        latest = queries.runs(session, limit=count)
    now = dt.datetime.now(dt.UTC)
    times = {
        ident: stored.get(ident) or job.recurrence.next_after(now) for ident, job in jobs.items()
    }
    ordered = sorted(jobs.values(), key=lambda job: times[job.id])
    if as_json:
        for job in ordered:
            json_line(_job(job, times[job.id], last.get(job.id)))
        for run in latest:
            json_line({"run": run.id, **_run(run)})
        return
    _print_jobs(ordered, times, last)
    screen.print()
    _print_runs(latest)


def _print_jobs(
    jobs: list[PlannedJob], times: dict[str, dt.datetime], last: dict[str, RunRecord]
) -> None:
    table = list_table("job", "sites", "next in China", "last", "")
    for job in jobs:
        run = last.get(job.id)
        table.add_row(
            job.id,
            str(len(job.hosts) or ""),
            in_china(times[job.id]),
            in_china(run.planned_for) if run else "",
            Text(str(run.outcome)) if run else "",
        )
    screen.print(table)


def _print_runs(runs: tuple[RunRecord, ...]) -> None:
    table = list_table(
        "run", "planned for", "missed", "began", "ended", "outcome", "what came of it"
    )
    for run in runs:
        counts = ", ".join(f"{n} {name}" for name, n in run.counts.items() if isinstance(n, int))
        table.add_row(
            run.job,
            in_china(run.planned_for),
            str(run.missed or ""),
            in_china(run.started_at) if run.started_at else "",
            in_china(run.ended_at) if run.ended_at else "",
            str(run.outcome),
            Text(run.cause or counts),
        )
    screen.print(table)


def _job(job: PlannedJob, next_time: dt.datetime, last: RunRecord | None) -> dict[str, Any]:
    return {
        "job": job.id,
        "kind": job.kind,
        "sites": list(job.hosts),
        "next": _moment(next_time),
        "last": _run(last) if last else None,
    }


def _run(run: RunRecord) -> dict[str, Any]:
    return {
        "job": run.job,
        "planned_for": _moment(run.planned_for),
        "since": _moment(run.since),
        "missed": run.missed,
        "attempt": run.attempt,
        "started_at": _moment(run.started_at),
        "ended_at": _moment(run.ended_at),
        "outcome": run.outcome,
        "cause": run.cause,
        "counts": run.counts,
    }


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
