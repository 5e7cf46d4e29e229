"""What ran, held against what should have run: nothing lost, doubled, or done side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from storage import queries
from storage.calendar import CHINA
from storage.database import Database
from storage.records import RunRecord
from storage.vocabulary import RunOutcome

Line = dict[str, Any]
# Written down a second time, apart from season.yaml: the first and last days of the daily visits.
DAILY = (((1, 10), (2, 15)), ((3, 16), (3, 31)))


def every_run(database: Database) -> tuple[RunRecord, ...]:
    with database.snapshot() as session:
        return queries.runs(session, limit=1_000_000)


def days_of_visits(weekday: int, first: dt.date, last: dt.date) -> set[dt.date]:
    """The days on which a site has to be visited, if it is visited on one weekday else."""
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return {
        day
        for day in days
        if day.weekday() == weekday or any(a <= (day.month, day.day) <= b for a, b in DAILY)
    }


def days_covered(lines: Iterable[Line], runs: Iterable[RunRecord]) -> dict[str, set[dt.date]]:
    """By host, the planned days that a finished visit of its columns stands for."""
    done = {run.id: run for run in runs if run.outcome is RunOutcome.FINISHED}
    covered: dict[str, set[dt.date]] = defaultdict(set)
    for line in lines:
        run = done.get(line.get("run", 0))
        if line["what"] != "begin" or line["kind"] != "columns" or run is None:
            continue
        first = run.since.astimezone(CHINA).date()
        last = run.planned_for.astimezone(CHINA).date()
        for host in line["hosts"]:
            covered[host] |= {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}
    return covered


def moments_accounted(runs: Iterable[RunRecord]) -> Counter[str]:
    """By job, the planned moments that are a run's own or that a run says it caught up."""
    accounted: Counter[str] = Counter()
    for run in runs:
        accounted[run.job] += 1 + run.missed
    return accounted


def done_twice(lines: Iterable[Line]) -> list[int]:
    """Runs that ended more than once, or were begun after they had ended."""
    ended: Counter[int] = Counter()
    twice = []
    for line in lines:
        if line["what"] == "end":
            ended[line["run"]] += 1
        if line["what"] in ("begin", "end") and ended[line["run"]] > (line["what"] == "end"):
            twice.append(line["run"])
    return twice


def side_by_side(lines: Iterable[Line]) -> list[Line]:
    """Runs begun while another of their lane was being done by a process that lived."""
    busy: dict[str, int] = {}
    beside = []
    for line in lines:
        match line["what"]:
            case "killed":
                busy = {lane: by for lane, by in busy.items() if by != line["process"]}
            case "begin":
                if line["lane"] in busy:
                    beside.append(line)
                busy[line["lane"]] = line["by"]
            case "end" | "refused" | "stopped":
                busy.pop(line["lane"], None)
    return beside


def visits_by_day(lines: Iterable[Line]) -> Counter[tuple[str, str]]:
    """How often each site was visited for its columns on each day in China."""
    return Counter(
        (host, line["at"][:10])
        for line in lines
        if line["what"] == "begin" and line["kind"] != "revisits"
        for host in line["hosts"]
    )
