"""One scheduler, step by step: hours, new sites, clocks that jump, a database that goes away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.schedule.buckets import Bucket
from crawler.schedule.hours import Hours
from crawler.schedule.scheduler import LEASE, TIMETABLE, Scheduler
from storage import archive, queries
from storage.database import Database
from storage.errors import DatabaseUnreachable
from storage.vocabulary import RunOutcome
from tests.schedule.accounts import every_run
from tests.schedule.simulated import FastClock, Log, china, paper_scheduler, register

START = china("2026-01-20 12:00")
Begin = Callable[[], Scheduler]


@pytest.fixture
def clock() -> FastClock:
    return FastClock(START)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


@pytest.fixture
def begin(database: Database, tmp_path: Path, clock: FastClock, log: Log) -> Begin:
    return lambda: paper_scheduler(database, tmp_path, clock.clocks, log)


def go_on(clock: FastClock, *schedulers: Scheduler, seconds: float = 0, rounds: int = 4) -> None:
    """Lets time pass, then some rounds."""
    clock.time += dt.timedelta(seconds=seconds)
    clock.ticks += max(seconds, TIMETABLE)
    for _ in range(rounds):
        for scheduler in schedulers:
            scheduler.step()


def next_of(database: Database, kind: str) -> dt.datetime:
    with database.snapshot() as session:
        times = queries.next_times(session)
    return min(moment for job, moment in times.items() if job.startswith(kind))


def test_a_new_site_is_asked_at_once_and_once(
    database: Database, clock: FastClock, begin: Begin, log: Log
) -> None:
    scheduler = begin()
    go_on(clock, scheduler)
    (host,) = register(database, 1, START)
    go_on(clock, scheduler, seconds=60)
    go_on(clock, scheduler, seconds=7200)
    begun = [line["hosts"] for line in log.lines() if line["what"] == "begin"]
    assert [host] in begun
    new = [run for run in every_run(database) if run.kind == "new"]
    assert [run.outcome for run in new] == [RunOutcome.FINISHED]


def test_the_site_of_an_agency_added_since_is_asked_again(
    database: Database, clock: FastClock, begin: Begin
) -> None:
    scheduler = begin()
    register(database, 1, START)
    go_on(clock, scheduler)
    go_on(clock, scheduler, seconds=7200)
    register(database, 1, clock.now())  # the same agency, as if it were added now
    go_on(clock, scheduler, seconds=60)
    assert [run.kind for run in every_run(database)].count("new") == 2


def test_a_site_with_hours_is_not_asked_outside_of_them(
    database: Database, tmp_path: Path, clock: FastClock, begin: Begin, log: Log
) -> None:
    hours = Hours.parse("01:00-05:00")
    (tmp_path / "windows.toml").write_text(
        f'[[window]]\nhosts = ["*"]\nhours = "{hours}"\n', encoding="utf-8"
    )
    (host,) = register(database, 1, START)
    scheduler = begin()
    bucket = Bucket.of(host, hours)
    go_on(clock, scheduler)  # noon: the new site waits
    assert [run.outcome for run in every_run(database)] == [RunOutcome.WAITING]
    clock.time = china("2026-01-21 00:59")
    go_on(clock, scheduler)
    assert not any(line["what"] == "begin" for line in log.lines())
    clock.time = china("2026-01-21 01:00")
    go_on(clock, scheduler)
    assert [line["lane"] for line in log.lines() if line["what"] == "begin"] == [str(bucket)]


def test_a_clock_that_jumps_ahead_and_back_does_no_harm(
    database: Database, clock: FastClock, begin: Begin
) -> None:
    register(database, 1, START)
    scheduler = begin()
    go_on(clock, scheduler)
    planned = next_of(database, "columns")
    clock.time = START + dt.timedelta(days=4 * 366)
    go_on(clock, scheduler, rounds=20)
    assert next_of(database, "columns") > clock.now()
    clock.time = START + dt.timedelta(minutes=1)
    go_on(clock, scheduler)
    assert next_of(database, "columns") == planned
    clock.time = planned
    go_on(clock, scheduler)
    (run,) = [
        one for one in every_run(database) if one.kind == "columns" and one.planned_for == planned
    ]
    assert run.outcome is RunOutcome.FINISHED


def test_who_stands_still_is_taken_for_dead_and_begins_anew(
    database: Database, clock: FastClock, begin: Begin, log: Log
) -> None:
    register(database, 1, START)
    sleeper, watcher = begin(), begin()
    sleeper.step()  # it has begun the visit of the new site
    assert [run.outcome for run in every_run(database)] == [RunOutcome.RUNNING]
    go_on(clock, watcher)
    go_on(clock, watcher, seconds=LEASE + 1)
    (run,) = [one for one in every_run(database) if one.kind == "new"]
    assert (run.outcome, run.attempt) == (RunOutcome.FINISHED, 2)
    sleeper.step()
    told = [line["line"] for line in log.lines() if line["what"] == "told"]
    assert any("begins anew" in line for line in told)
    with database.snapshot() as session:
        assert len(queries.schedulers(session)) == 2
    ends = [line["what"] for line in log.lines() if line["what"] in ("end", "refused", "stopped")]
    assert ends == ["end", "stopped"]


def test_a_wall_clock_that_jumps_takes_nobody_for_dead(
    database: Database, clock: FastClock, begin: Begin
) -> None:
    one, other = begin(), begin()
    go_on(clock, one, other)
    clock.time += dt.timedelta(days=30)
    for scheduler in (one, other):
        scheduler.step()
    with database.snapshot() as session:
        assert len(queries.schedulers(session)) == 2


def test_a_database_that_goes_away_is_told_once_and_waited_for(
    database: Database,
    clock: FastClock,
    begin: Begin,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register(database, 1, START)
    scheduler = begin()
    go_on(clock, scheduler, rounds=1)

    def away(*_: object) -> bool:
        raise DatabaseUnreachable("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "beat", away)
        for _ in range(5):
            go_on(clock, scheduler, seconds=LEASE)
    go_on(clock, scheduler, seconds=60)
    told = [line["line"] for line in log.lines() if line["what"] == "told"]
    assert told.count("no connection") == 1
    assert [line["what"] for line in log.lines()].count(
        "stopped"
    ) == 1  # given up: the lease ran out
    new = [run for run in every_run(database) if run.kind == "new"]
    assert [run.outcome for run in new] == [RunOutcome.FINISHED]


def test_a_stopped_scheduler_gives_its_runs_back(
    database: Database, clock: FastClock, begin: Begin
) -> None:
    register(database, 1, START)
    scheduler = begin()
    scheduler.step()
    scheduler.stop()
    assert [run.outcome for run in every_run(database)] == [RunOutcome.WAITING]
    go_on(clock, begin())
    assert [run.outcome for run in every_run(database)] == [RunOutcome.FINISHED]
