"""Reads sites and the history of crawls."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from storage.models import Crawl, ProvenHost, Site, SiteVisit
from storage.records import CrawlRecord, ProvenHostRecord, SiteRecord, SiteVisitRecord
from storage.rows import as_record
from storage.vocabulary import CrawlOutcome, SiteState


def sites(session: Session) -> tuple[SiteRecord, ...]:
    """Every site, by host."""
    rows = session.scalars(select(Site).order_by(Site.host))
    return tuple(as_record(SiteRecord, row) for row in rows)


def site(session: Session, site_id: int) -> SiteRecord | None:
    """One site, or None."""
    row = session.get(Site, site_id)
    return as_record(SiteRecord, row) if row else None


def site_by_host(session: Session, host: str) -> SiteRecord | None:
    """The site of a host, or None."""
    row = session.scalars(select(Site).where(Site.host == host)).first()
    return as_record(SiteRecord, row) if row else None


class SitePage(NamedTuple):
    """Some sites, and how many there are in all."""

    sites: tuple[SiteRecord, ...]
    total: int


def site_page(
    session: Session,
    *,
    state: SiteState | None = None,
    host: str = "",
    limit: int,
    offset: int = 0,
) -> SitePage:
    """Sites whose host has a text in it, those that did not answer well first, then by host."""
    conditions = [Site.host.contains(host.lower(), autoescape=True)] if host else []
    if state is not None:
        conditions.append(Site.state == state)
    total = session.scalar(select(func.count()).select_from(Site).where(*conditions)) or 0
    in_order = case({SiteState.REACHABLE: 1, SiteState.UNVISITED: 2}, value=Site.state, else_=0)
    rows = session.scalars(
        select(Site).where(*conditions).order_by(in_order, Site.host).limit(limit).offset(offset)
    )
    return SitePage(tuple(as_record(SiteRecord, row) for row in rows), total)


def sites_by_state(session: Session) -> Counter[SiteState]:
    """How many sites are in each state."""
    rows = session.execute(select(Site.state, func.count()).group_by(Site.state))
    return Counter({state: count for state, count in rows})  # noqa: C416 - rows are no pairs


def proven_hosts(session: Session, site_id: int | None = None) -> tuple[ProvenHostRecord, ...]:
    """The hosts shown to belong to a site, or to any."""
    statement = select(ProvenHost).order_by(ProvenHost.site_id, ProvenHost.host)
    if site_id is not None:
        statement = statement.where(ProvenHost.site_id == site_id)
    return tuple(as_record(ProvenHostRecord, row) for row in session.scalars(statement))


def crawl(session: Session, crawl_id: int) -> CrawlRecord:
    """One crawl; it must be there."""
    return as_record(CrawlRecord, session.get_one(Crawl, crawl_id))


def crawls(session: Session, limit: int = 50) -> tuple[CrawlRecord, ...]:
    """The latest crawls, the newest first."""
    rows = session.scalars(select(Crawl).order_by(Crawl.id.desc()).limit(limit))
    return tuple(as_record(CrawlRecord, row) for row in rows)


def visits(
    session: Session, *, site_id: int | None = None, crawl_id: int | None = None, limit: int = 500
) -> tuple[SiteVisitRecord, ...]:
    """The latest visits, of one site or in one crawl, the newest first."""
    statement = select(SiteVisit, Site.host).join(Site, Site.id == SiteVisit.site_id)
    if site_id is not None:
        statement = statement.where(SiteVisit.site_id == site_id)
    if crawl_id is not None:
        statement = statement.where(SiteVisit.crawl_id == crawl_id)
    rows = session.execute(
        statement.order_by(SiteVisit.visited_at.desc(), SiteVisit.id.desc()).limit(limit)
    )
    return tuple(as_record(SiteVisitRecord, row, host=host) for row, host in rows)


def latest_visits(session: Session, count: int) -> dict[int, tuple[SiteVisitRecord, ...]]:
    """The latest visits of each site by its id, so many of each at the most, the newest first."""
    place = (
        func.row_number()
        .over(
            partition_by=SiteVisit.site_id,
            order_by=(SiteVisit.visited_at.desc(), SiteVisit.id.desc()),
        )
        .label("place")
    )
    ranked = select(SiteVisit.id, place).subquery()
    statement = (
        select(SiteVisit, Site.host)
        .join(ranked, ranked.c.id == SiteVisit.id)
        .join(Site, Site.id == SiteVisit.site_id)
        .where(ranked.c.place <= count)
        .order_by(SiteVisit.site_id, ranked.c.place)
    )
    found: dict[int, list[SiteVisitRecord]] = defaultdict(list)
    for row, host in session.execute(statement):
        found[row.site_id].append(as_record(SiteVisitRecord, row, host=host))
    return {site_id: tuple(some) for site_id, some in found.items()}


def last_successes(session: Session) -> dict[int, dt.datetime]:
    """When each site was last visited with success, by its id."""
    return _last_visits(session, SiteVisit.outcome == CrawlOutcome.FINISHED)


def last_walks(session: Session) -> dict[int, dt.datetime]:
    """When each site was last looked over from its home page to the end, by its id."""
    return _last_visits(session, SiteVisit.counts["walked"].as_integer() > 0)


def _last_visits(session: Session, which: ColumnElement[bool]) -> dict[int, dt.datetime]:
    rows = session.execute(
        select(SiteVisit.site_id, func.max(SiteVisit.visited_at))
        .where(which)
        .group_by(SiteVisit.site_id)
    )
    return {site_id: moment for site_id, moment in rows if moment is not None}
