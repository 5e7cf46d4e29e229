"""All checks, one after the other."""

from __future__ import annotations

import datetime as dt

from crawler.checkup.disk import check_disk
from crawler.checkup.finding import Finding
from crawler.checkup.runs import check_runs
from crawler.checkup.sites import check_sites
from storage.config import Settings
from storage.database import Database


def check_up(
    database: Database, settings: Settings, now: dt.datetime, least_gib: float
) -> tuple[Finding, ...]:
    """How everything stands at a moment.

    Args:
        database: the database of the crawls and the schedule.
        settings: say where the home and the archive are.
        now: the moment.
        least_gib: room on a disk below which a person is needed, in GiB.
    """
    with database.snapshot() as session:
        findings = [*check_runs(session, now), *check_sites(session, now)]
    return *findings, *check_disk(settings, least_gib)
