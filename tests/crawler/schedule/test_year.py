"""A year of the schedule on a fast clock, kept by two schedulers: what ran when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from crawler.schedule.buckets import weekday_of
from storage import queries
from storage.calendar import CHINA
from storage.database import Database
from storage.vocabulary import RunOutcome
from tests.schedule.accounts import (
    days_covered,
    days_of_visits,
    done_twice,
    every_run,
    side_by_side,
    visits_by_day,
)
from tests.schedule.simulated import FastClock, Log, china, paper_scheduler, register

pytestmark = pytest.mark.slow

STEP = 20.0  # seconds that a round is said to take


def live(database: Database, home: Path, first: dt.datetime, last: dt.datetime) -> Log:
    """Two schedulers keep the schedule; when all is done the clock goes on to what comes next."""
    log = Log(home / "log")
    clock = FastClock(first)
    both = [paper_scheduler(database, home, clock.clocks, log) for _ in range(2)]
    idle = 0
    while clock.now() < last:
        for scheduler in both:
            clock.ticks += STEP
            scheduler.step()
        with database.snapshot() as session:
            busy = queries.runs(session, RunOutcome.RUNNING, RunOutcome.WAITING, limit=1)
            next_time = min(queries.next_times(session).values(), default=clock.now())
        idle = 0 if busy else idle + 1
        if idle and next_time > clock.now():
            clock.time = next_time
    for scheduler in both:
        scheduler.stop()
    return log


def test_a_year(database: Database, tmp_path: Path) -> None:
    whole = database.engine.dialect.name == "sqlite"
    first, last = china("2026-01-01"), china("2027-01-01" if whole else "2026-02-01")
    hosts = register(database, 3, first)
    log = live(database, tmp_path, first, last)
    lines, runs = log.lines(), every_run(database)
    days = last.date() - dt.timedelta(days=1)
    covered = days_covered(lines, runs)
    for host in hosts:
        assert covered[host] == days_of_visits(weekday_of(host), first.date(), days)
    kinds = Counter(run.kind for run in runs)
    assert kinds["coverage"] == (last - first).days
    assert kinds["verify"] == (12 if whole else 1)
    assert kinds["new"] == len({run.lane for run in runs if run.kind == "new"})
    assert {run.outcome for run in runs} == {RunOutcome.FINISHED}
    assert not any(run.missed or run.attempt != 1 for run in runs)
    assert (done_twice(lines), side_by_side(lines)) == ([], [])
    visits = visits_by_day(lines)
    # on its first day a site is visited because it is new, and in its turn
    assert {key for key, count in visits.items() if count > 1} <= {(h, "2026-01-01") for h in hosts}


def test_what_passed_while_nobody_was_there_is_caught_up_once(
    database: Database, tmp_path: Path
) -> None:
    before, after = china("2026-01-20 12:00"), china("2026-01-24 12:00")
    hosts = register(database, 3, before - dt.timedelta(days=3))
    live(database, tmp_path, before - dt.timedelta(days=3), before)
    log = live(database, tmp_path, after, after + dt.timedelta(days=2))
    caught_up = [run for run in every_run(database) if run.missed]
    assert {run.missed for run in caught_up} == {3}  # four days passed: one is run, three are told
    assert {run.kind for run in caught_up} == {"alerts", "columns", "coverage"}
    visits = visits_by_day(log.lines())
    assert max(visits.values()) <= 2
    assert all(visits[host, "2026-01-24"] for host in hosts)
    for host in hosts:
        days = {dt.date(2026, 1, day) for day in range(18, 26)}
        assert days <= days_covered(log.lines(), every_run(database))[host]


def test_hours_in_china_whatever_the_zone(database: Database, tmp_path: Path) -> None:
    register(database, 1, china("2026-04-01"))
    live(database, tmp_path, china("2026-04-01"), china("2026-04-03"))
    judged = [run for run in every_run(database) if run.kind == "coverage"]
    assert {run.planned_for.astimezone(CHINA).strftime("%H:%M") for run in judged} == {"07:30"}
