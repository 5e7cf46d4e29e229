"""A year, two schedulers, fifty deaths: prints what ran and what was lost or done twice."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections import Counter
from pathlib import Path

from crawler.run import BUDGET
from crawler.schedule.buckets import weekday_of
from storage.calendar import CHINA
from storage.database import Database, open_database
from storage.vocabulary import RunOutcome
from tests.schedule.accounts import (
    days_covered,
    days_of_visits,
    done_twice,
    every_run,
    moments_accounted,
    side_by_side,
    visits_by_day,
)
from tests.schedule.race import Race
from tests.schedule.simulated import Log, china, register


def main() -> None:
    """Measures, and ends with 1 if anything was lost, doubled or done side by side."""
    parser = argparse.ArgumentParser(prog="tests.schedule", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--sites", type=int, default=5)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", help="URL of an empty database; SQLite without it")
    asked = parser.parse_args()
    first = china("2026-01-01")
    last = first + dt.timedelta(days=asked.days)
    with tempfile.TemporaryDirectory(prefix="nianbao-schedule-") as folder:
        home = Path(folder)
        url = asked.postgresql or f"sqlite:///{home / 'nianbao.sqlite3'}"
        database = open_database(url)
        hosts = register(database, asked.sites, first)
        began = time.monotonic()
        race = Race(database, url, home, first, last, asked.kills, asked.seed)
        log = race.run()
        print(f"{asked.days} days with {asked.sites} sites in {time.monotonic() - began:.0f} s")
        print(f"| deaths | {race.killed} |")
        bad = tell(database, log, hosts, first.date(), race.now)
        errors = (home / "errors").read_text()
        database.dispose()
    print(errors, end="")
    raise SystemExit(bad > 0)


def tell(database: Database, log: Log, hosts: list[str], first: dt.date, now: dt.datetime) -> int:
    """Prints the table; how many runs and days were lost, doubled or done side by side."""
    lines, runs = log.lines(), every_run(database)
    outcomes = Counter(run.outcome for run in runs)
    until = now.astimezone(CHINA).date() - dt.timedelta(days=1)
    covered = days_covered(lines, runs)
    lost = sum(
        len(days_of_visits(weekday_of(host), first, until) - covered[host]) for host in hosts
    )
    judged = moments_accounted(runs)["coverage"]
    visits = visits_by_day(lines)
    twice, beside = done_twice(lines), side_by_side(lines)
    rows = {
        "runs by kind": dict(Counter(run.kind for run in runs)),
        "runs finished": outcomes[RunOutcome.FINISHED],
        "runs failed": outcomes[RunOutcome.FAILED],
        "moments caught up by a later run": sum(run.missed for run in runs)
        + outcomes[RunOutcome.MISSED],
        "runs interrupted and begun again": sum(run.attempt > 1 for run in runs),
        "days of a site's visits lost": lost,
        "days of judging, of days": f"{judged} of {(until - first).days + 1}",
        "runs done twice": len(twice),
        "runs side by side in a lane": len(beside),
        "visits of a site in a day, most": max(visits.values()),
        "requests of a site in a day, most": f"{max(visits.values())} × {BUDGET}",
        "visits of a site in a day, how often": dict(Counter(visits.values())),
    }
    for name, value in rows.items():
        print(f"| {name} | {value} |")
    return lost + len(twice) + len(beside) + outcomes[RunOutcome.FAILED]


if __name__ == "__main__":
    main()
