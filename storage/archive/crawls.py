"""Writes sites, crawls and visits."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new, upsert
from storage.models import Capture, Crawl, ProvenHost, Site, SiteVisit
from storage.records import ProvenHostRecord, SiteRecord
from storage.rows import as_record
from storage.vocabulary import CrawlOutcome, SiteState

# Another machine's processes cannot be seen; a crawl that archives nothing for so long is dead.
SILENCE = dt.timedelta(hours=1)


def save_site(session: Session, host: str, home_url: str) -> SiteRecord:
    """The site of a host, made if new; its home page becomes the one given."""
    insert_new(
        session,
        Site,
        {"host": host, "home_url": home_url, "state": SiteState.UNVISITED, "cause": ""},
    )
    row = session.scalars(select(Site).where(Site.host == host)).one()
    if home_url and row.home_url != home_url:
        row.home_url = home_url
    return as_record(SiteRecord, row)


def set_site_state(
    session: Session,
    site_id: int,
    state: SiteState,
    cause: str,
    at: dt.datetime,
    transport: str | None = None,
) -> None:
    """Write how a site answered; ``transport`` stays what it was where the host did not."""
    row = session.get_one(Site, site_id)
    row.state, row.cause, row.last_visited_at = state, cause, at
    if state is SiteState.REACHABLE:
        row.last_reached_at = at
    row.transport = transport or row.transport
    session.flush()


def save_proven_host(session: Session, proof: ProvenHostRecord) -> None:
    """Write by what a host was shown to belong to a site; the last proof counts."""
    upsert(session, ProvenHost, ["site_id", "host"], [asdict(proof)])


def start_crawl(session: Session, arguments: dict[str, Any]) -> int:
    """Begin a crawl of this process; its id."""
    row = Crawl(
        arguments=arguments,
        machine=platform.node(),
        process=os.getpid(),
        started_at=dt.datetime.now(dt.UTC),
        outcome=CrawlOutcome.RUNNING,
        cause="",
        counts={},
    )
    session.add(row)
    session.flush()
    return row.id


def add_errands(session: Session, crawl_id: int, errands: Iterable[dict[str, Any]]) -> None:
    """Write among a crawl's arguments what its walks left to be fetched from other sites."""
    row = session.get_one(Crawl, crawl_id)
    row.arguments = {**row.arguments, "errands": list(errands)}
    session.flush()


def finish_crawl(
    session: Session, crawl_id: int, outcome: CrawlOutcome, counts: dict[str, Any], cause: str = ""
) -> None:
    """Write how a crawl ended."""
    row = session.get_one(Crawl, crawl_id)
    row.outcome, row.counts, row.cause = outcome, counts, cause
    row.finished_at = dt.datetime.now(dt.UTC)
    session.flush()


def save_visit(
    session: Session,
    crawl_id: int,
    site_id: int,
    outcome: CrawlOutcome,
    counts: dict[str, Any],
    cause: str = "",
    at: dt.datetime | None = None,
) -> None:
    """Write how the visit of one site in one crawl goes, or ended; now, if no time is given."""
    visit = {
        "crawl_id": crawl_id,
        "site_id": site_id,
        "visited_at": at or dt.datetime.now(dt.UTC),
        "outcome": outcome,
        "cause": cause,
        "counts": counts,
    }
    upsert(session, SiteVisit, ["crawl_id", "site_id"], [visit])


def interrupt_dead_crawls(session: Session) -> tuple[int, ...]:
    """Mark crawls whose process was killed as interrupted; their ids. Run before a crawl."""
    running = session.scalars(select(Crawl).where(Crawl.outcome == CrawlOutcome.RUNNING))
    dead = [row for row in running if not _is_alive(session, row)]
    for row in dead:
        row.outcome = CrawlOutcome.INTERRUPTED
        row.cause = "the process ended without finishing the crawl"
        row.finished_at = dt.datetime.now(dt.UTC)
    ids = tuple(row.id for row in dead)
    session.execute(
        update(SiteVisit)
        .where(SiteVisit.crawl_id.in_(ids), SiteVisit.outcome == CrawlOutcome.RUNNING)
        .values(outcome=CrawlOutcome.INTERRUPTED)
    )
    session.flush()
    return ids


def _is_alive(session: Session, crawl: Crawl) -> bool:
    if crawl.machine == platform.node():
        return crawl.process != os.getpid() and Path(f"/proc/{crawl.process}").exists()
    last = session.scalar(select(func.max(Capture.fetched_at)).where(Capture.crawl_id == crawl.id))
    return dt.datetime.now(dt.UTC) - (last or crawl.started_at) < SILENCE
