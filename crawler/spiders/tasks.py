"""What the walks of one crawl are told, out of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from crawler.spiders.columns import RememberedColumn
from crawler.spiders.hosts import request_key
from crawler.spiders.revisit import RevisitTask
from crawler.spiders.verdicts import WANTED
from crawler.spiders.walk import SiteTask
from pipelines.jobs import members_of_hosts
from storage import queries
from storage.addresses import host_of
from storage.config import https_leaves_as_http, settings
from storage.database import Database, Session
from storage.records import ColumnRecord, ListingRow, SiteRecord
from storage.vocabulary import ColumnState

AWAY_AGAIN = dt.timedelta(days=7)
"""An address that gave nothing is asked again after a week: three visits in a fortnight tell."""

Tasks = list[SiteTask | RevisitTask]


def load_tasks(database: Database, crawl_id: int) -> tuple[Tasks, frozenset[str]]:
    """The sites of a crawl as tasks, and the hosts of the whole registry.

    The crawl's arguments name them: ``sites`` (ids) and ``budget`` (requests for each site). With
    ``archived_before`` (a moment) archived addresses not asked since then are asked, else columns.
    """
    with database.snapshot() as session:
        arguments = queries.crawl(session, crawl_id).arguments
        wanted = set(arguments["sites"])
        agencies = {agency.id: agency for agency in queries.agencies(session)}
        hosts = frozenset(
            host_of(agency.homepage) for agency in agencies.values() if agency.homepage
        )
        sites = [site for site in queries.sites(session) if site.id in wanted]
        if before := arguments.get("archived_before"):
            moment = dt.datetime.fromisoformat(before)
            budget = arguments["budget"]
            revisits = [_revisit(session, site, moment, budget) for site in sites]
            # a site that is asked for nothing was not visited, and nothing is to be said of it
            return [task for task in revisits if task.addresses], hosts - {""}
        members = members_of_hosts(agencies.values())
        proven = queries.proven_hosts(session)
        tasks: Tasks = []
        for site in sites:
            known = frozenset(request_key(url) for url in queries.known_documents(session, site.id))
            columns = tuple(
                _remembered(column, queries.listing_rows(session, column_id=column.id))
                for column in queries.columns(session, site.id)
                if column.state is not ColumnState.GONE
            )
            tasks.append(
                SiteTask(
                    site.id,
                    site.host,
                    site.home_url,
                    columns,
                    known,
                    arguments["budget"],
                    settings().render,
                    site.transport,
                    https_leaves_as_http(),
                    frozenset(agencies[one].division_code[:6] for one in members.get(site.host, ()))
                    - {""},
                    frozenset(one.host for one in proven if one.site_id == site.id),
                )
            )
    return tasks, hosts - {""}


def _remembered(column: ColumnRecord, rows: Iterable[ListingRow]) -> RememberedColumn:
    rows = tuple(rows)
    return RememberedColumn(
        url=column.url,
        name=column.name,
        breadcrumb=column.breadcrumb,
        family=column.family,
        rows=frozenset(request_key(row.url) for row in rows),
        row_count=column.row_count,
        declared_total=column.declared_total,
        complete=column.state is not ColumnState.PARTIAL,
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


def load_until(database: Database, crawl_id: int) -> dt.datetime | None:
    """When a crawl may make its last request, by its argument ``until``; None if at any hour."""
    with database.snapshot() as session:
        until = queries.crawl(session, crawl_id).arguments.get("until")
    return dt.datetime.fromisoformat(until) if until else None
