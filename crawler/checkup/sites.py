"""The sites: when each was last visited with success, and what is found there less and less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from statistics import median

from crawler.checkup.finding import Finding
from crawler.schedule.newcomers import registry_hosts
from crawler.schedule.season import Every, cadence
from storage import queries
from storage.calendar import CHINA
from storage.database import Session
from storage.records import SiteRecord, SiteVisitRecord

# Days without success: two visits that failed, and one that is on its way.
PATIENCE = {Every.DAY: 3, Every.WEEK: 15, Every.MONTH: 62}
LOOKED_BACK = 6  # visits of a site: the last against the median of those before it
FALL = 0.5  # of the columns that used to be there
MONTH = dt.timedelta(days=30)
MANY_UNASSIGNED = 5  # in a month: fewer are everyday work


def check_sites(session: Session, now: dt.datetime) -> Iterator[Finding]:
    """Sites without success, sites where nothing or less is found, names nobody knows."""
    hosts = registry_hosts(session)
    sites = {site.id: site for site in queries.sites(session) if site.host in hosts}
    yield _success(session, sites, len(hosts), now)
    visits = queries.latest_visits(session, LOOKED_BACK)
    latest = {ident: some for ident, some in visits.items() if ident in sites}
    yield _silent(latest)
    yield _falling(latest)
    yield _unassigned(session, now)


def _success(
    session: Session, sites: Mapping[int, SiteRecord], hosts: int, now: dt.datetime
) -> Finding:
    patience = PATIENCE[cadence("columns", now.astimezone(CHINA).date()).every]
    last = queries.last_successes(session)
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    without = [
        (last.get(site.id, never), site)
        for site in sites.values()
        if site.last_visited_at and now - last.get(site.id, never) > dt.timedelta(days=patience)
    ]
    lines = [_line(moment, site) for moment, site in sorted(without, key=lambda pair: pair[0])]
    visited = sum(site.last_visited_at is not None for site in sites.values())
    message = f"{visited} of {hosts} sites visited, {len(lines)} without success in {patience} days"
    return Finding("success", message, bool(lines), tuple(lines))


def _line(moment: dt.datetime, site: SiteRecord) -> str:
    when = "never" if moment.year == 1 else f"last {moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return f"{site.host}: {when}, {site.state}: {site.cause}".rstrip(": ")


def _silent(latest: Mapping[int, tuple[SiteVisitRecord, ...]]) -> Finding:
    lines = [
        f"{visits[0].host}: no column, {max(map(_columns, visits))} before: {visits[0].cause}"
        for visits in latest.values()
        if not _columns(visits[0]) and any(map(_columns, visits))
    ]
    message = f"{len(lines)} sites show no column of those they had"
    return Finding("silent", message, bool(lines), tuple(lines))


def _falling(latest: Mapping[int, tuple[SiteVisitRecord, ...]]) -> Finding:
    lines = []
    for visits in latest.values():
        before = [_columns(visit) for visit in visits[1:] if _columns(visit)]
        if before and 0 < _columns(visits[0]) < FALL * median(before):
            lines.append(
                f"{visits[0].host}: {_columns(visits[0])} columns, {median(before):g} before"
            )
    message = f"{len(lines)} sites show less than half of the columns they had"
    return Finding("falling", message, bool(lines), tuple(lines))


def _columns(visit: SiteVisitRecord) -> int:
    return int(visit.counts.get("columns", 0))


def _unassigned(session: Session, now: dt.datetime) -> Finding:
    this_month = queries.unassigned_between(session, now - MONTH, now + MONTH)
    month_before = queries.unassigned_between(session, now - 2 * MONTH, now - MONTH)
    growing = this_month >= MANY_UNASSIGNED and this_month > 2 * month_before
    message = (
        f"{this_month} reports of the last 30 days without an agency or year, "
        f"{month_before} of the 30 days before; see: nianbao agencies review"
    )
    return Finding("unassigned", message, growing)
