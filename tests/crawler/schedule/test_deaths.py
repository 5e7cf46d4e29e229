"""Schedulers killed at random moments lose no run and do none twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crawler.schedule.buckets import weekday_of
from storage.database import Database
from storage.vocabulary import RunOutcome
from tests.schedule.accounts import (
    days_covered,
    days_of_visits,
    done_twice,
    every_run,
    moments_accounted,
    side_by_side,
)
from tests.schedule.race import Race
from tests.schedule.simulated import china, register

pytestmark = pytest.mark.slow


def test_five_deaths_of_two_schedulers(database: Database, tmp_path: Path) -> None:
    first, last = china("2026-01-09"), china("2026-01-14")
    hosts = register(database, 3, first)
    url = database.engine.url.render_as_string(hide_password=False)
    race = Race(database, url, tmp_path, first, last, kills=5, seed=20260131)
    lines, runs = race.run().lines(), every_run(database)
    assert race.killed == 5
    assert (tmp_path / "errors").read_text() == ""
    assert (done_twice(lines), side_by_side(lines)) == ([], [])
    ended = {run.outcome for run in runs if run.kind != "alerts"}  # which wait for the morning
    assert ended <= {RunOutcome.FINISHED, RunOutcome.MISSED}
    until = race.now.date() - dt.timedelta(days=1)
    covered = days_covered(lines, runs)
    for host in hosts:
        assert days_of_visits(weekday_of(host), first.date(), until) <= covered[host]
    assert moments_accounted(runs)["coverage"] >= (until - first.date()).days + 1
