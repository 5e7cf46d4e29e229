"""What the walks of one crawl are told, out of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from crawler.spiders.columns import RememberedColumn
from crawler.spiders.errands import ERRANDS, read_errand
from crawler.spiders.frontier import Fetch
from crawler.spiders.hosts import request_key
from crawler.spiders.revisit import RevisitTask
from crawler.spiders.verdicts import WANTED
from crawler.spiders.walk import SiteTask
from pipelines.coverage.deadlines import due_date
from pipelines.jobs import members_of_hosts
from storage import queries
from storage.addresses import host_of
from storage.calendar import CHINA
from storage.config import https_leaves_as_http, settings
from storage.database import Database, Session
from storage.records import AgencyRecord, ColumnRecord, ListingRow, SiteRecord
from storage.vocabulary import ColumnState

AWAY_AGAIN = dt.timedelta(days=7)
"""An address that gave nothing is asked again after a week: three visits in a fortnight tell."""

Tasks = list[SiteTask | RevisitTask]


@dataclass(frozen=True)
class Orders:
    """What one process of a crawl is told.

    ``registry_hosts`` are those of the whole registry, ``abroad`` the sites of this crawl that
    other processes walk. ``errands`` are reports to be fetched; where there are any, nothing else
    is asked. ``until`` is when the last request may be made; None if at any hour.
    """

    tasks: Tasks
    registry_hosts: frozenset[str]
    abroad: frozenset[str]
    until: dt.datetime | None
    errands: tuple[Fetch, ...] = ()


def load_orders(database: Database, crawl_id: int, share: str) -> Orders:
    """What a crawl's arguments mean for one of its processes.

    ``sites`` are all its sites (ids), ``shares`` those of each process, ``budget`` the requests for
    each site. With ``archived_before`` (a moment) archived addresses not asked since then are
    asked, else columns. ``errands`` were left by the walks; the share so named has their sites.
    """
    with database.snapshot() as session:
        arguments = queries.crawl(session, crawl_id).arguments
        agencies = {agency.id: agency for agency in queries.agencies(session)}
        hosts = frozenset(
            host_of(agency.homepage) for agency in agencies.values() if agency.homepage
        ) - {""}
        everywhere = set(arguments["sites"])
        sites = [site for site in queries.sites(session) if site.id in everywhere]
        until = arguments.get("until")
        end = dt.datetime.fromisoformat(until) if until else None
        if share == ERRANDS:
            errands = tuple(read_errand(told) for told in arguments["errands"])
            asked = {host_of(errand.url) for errand in errands}
            own = [site for site in sites if site.host in asked]
            tasks = [
                replace(task, columns=())
                for task in _walks(session, own, agencies, arguments["budget"])
            ]
            return Orders([*tasks], hosts, frozenset(), end, errands)
        here = set(arguments["shares"][int(share)])
        own = [site for site in sites if site.id in here]
        abroad = frozenset(site.host for site in sites) - {site.host for site in own}
        if before := arguments.get("archived_before"):
            moment = dt.datetime.fromisoformat(before)
            revisits = [_revisit(session, site, moment, arguments["budget"]) for site in own]
            # a site that is asked for nothing was not visited, and nothing is to be said of it
            return Orders([task for task in revisits if task.addresses], hosts, abroad, end)
        return Orders([*_walks(session, own, agencies, arguments["budget"])], hosts, abroad, end)


def _walks(
    session: Session,
    sites: Iterable[SiteRecord],
    agencies: Mapping[str, AgencyRecord],
    budget: int,
) -> Iterator[SiteTask]:
    members = members_of_hosts(agencies.values())
    proven = queries.proven_hosts(session)
    walked = queries.last_walks(session)
    for site in sites:
        known = frozenset(request_key(url) for url in queries.known_documents(session, site.id))
        left_open = queries.columns_left_open(session, site.id)
        columns = tuple(
            _remembered(
                column,
                queries.listing_rows(session, column_id=column.id),
                whole=column.id not in left_open,
            )
            for column in queries.columns(session, site.id)
            if column.state is not ColumnState.GONE
        )
        divisions = frozenset(agencies[one].division_code[:6] for one in members.get(site.host, ()))
        yield SiteTask(
            site.id,
            site.host,
            site.home_url,
            columns,
            known,
            budget,
            settings().render,
            site.transport,
            https_leaves_as_http(),
            divisions - {""},
            frozenset(one.host for one in proven if one.site_id == site.id),
            _is_due(
                map(agencies.__getitem__, members.get(site.host, ())),
                walked.get(site.id),
            ),
        )


def _is_due(agencies: Iterable[AgencyRecord], walked_at: dt.datetime | None) -> bool:
    """Whether a due date of this year has passed since the site was looked over as a whole.

    Columns are where reports belong. One in the wrong place (通知公告) is only met on a walk, and
    must not be called missing.
    """
    today = _now().astimezone(CHINA).date()
    dates = (due_date(one.cls, today.year - 1, one.due_override) for one in agencies)
    passed = max((due.on for due in dates if due and due.on < today), default=None)
    if passed is None:
        return False
    return walked_at is None or walked_at.astimezone(CHINA).date() <= passed


def _remembered(
    column: ColumnRecord, rows: Iterable[ListingRow], *, whole: bool
) -> RememberedColumn:
    """A column as the walk takes it; one that is not ``whole`` is read anew to its end."""
    rows = tuple(rows)
    return RememberedColumn(
        url=column.url,
        name=column.name,
        breadcrumb=column.breadcrumb,
        family=column.family,
        rows=frozenset(request_key(row.url) for row in rows),
        row_count=column.row_count,
        declared_total=column.declared_total,
        complete=whole and column.state is not ColumnState.PARTIAL,
        etag=column.etag,
        last_modified=column.last_modified,
        digest=column.digest,
        held_reports=any(row.verdict in WANTED for row in rows),
    )


def _revisit(session: Session, site: SiteRecord, before: dt.datetime, budget: int) -> RevisitTask:
    addresses = tuple(
        address
        for address in queries.addresses_to_ask(session, site.id)
        if address.asked_at < (max(before, _now() - AWAY_AGAIN) if address.is_away else before)
    )
    return RevisitTask(site.id, site.host, site.home_url, addresses, budget)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
