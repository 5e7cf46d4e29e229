"""What a run has to do at the moment at which it begins, and whether it may begin."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crawler.schedule.buckets import Bucket
from crawler.schedule.newcomers import new_hosts, registry_hosts
from crawler.schedule.season import cadence
from crawler.schedule.tasks import SPREAD, TIMED, VISITS, Order
from crawler.schedule.timetable import Timetable, sites_due
from crawler.schedule.windows import read_windows
from storage.calendar import CHINA
from storage.database import Database
from storage.records import RunRecord


def current_timetable(database: Database, home: Path) -> Timetable:
    """The timetable of the registry and of ``windows.toml`` as they are now.

    Raises:
        ConfigurationError: ``windows.toml`` has a fault.
    """
    with database.snapshot() as session:
        hosts = registry_hosts(session)
    return Timetable.of(hosts, read_windows(home), tuple(SPREAD), tuple(TIMED))


def order_of(database: Database, home: Path, run: RunRecord, now: dt.datetime) -> Order:
    """The order for a run: which of its sites are due, and when their hours end."""
    if run.kind not in VISITS:
        return Order(database)
    bucket = Bucket.parse(run.lane)
    hosts = current_timetable(database, home).buckets.get(bucket, ())
    if run.kind == "new":
        with database.snapshot() as session:
            new = new_hosts(session)
        hosts = tuple(host for host in hosts if host in new)
    else:
        hosts = sites_due(run.kind, bucket, hosts, run.since, run.planned_for)
    return Order(database, hosts, bucket.hours.end(now))


def may_begin(run: RunRecord, now: dt.datetime) -> bool:
    """Whether a run is within its hours."""
    if run.kind in VISITS:
        return Bucket.parse(run.lane).hours.open(now)
    if run.kind in TIMED:
        return cadence(run.kind, now.astimezone(CHINA).date()).within.open(now)
    return True
