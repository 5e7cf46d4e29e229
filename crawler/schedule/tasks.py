"""What each kind of run does: the same as the command of its name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.alerts.tell import subscriptions, tell_people
from crawler.health import judge_crawl
from crawler.run import CrawlSummary, choose_sites, revisit_archived, run_crawl
from crawler.standby import Standby
from crawler.walks import CrawlProgress
from pipelines.chronicle import note_tables
from pipelines.coverage.judge import judge_coverage
from pipelines.process import judge_withdrawals, process_documents
from storage import archive, queries
from storage.calendar import CHINA
from storage.config import settings
from storage.database import Database
from storage.errors import CrawlError
from storage.records import SiteRecord
from storage.verify import verify
from storage.vocabulary import CrawlOutcome
from storage.warc import WarcStore

# As many hosts as a crawl asks side by side (CONCURRENT_REQUESTS).
BATCH = 100


@dataclass(frozen=True)
class Order:
    """What a run is told: the sites that are due, and until when they may be asked.

    ``walkers`` are the processes to walk with, if they are kept for the next run.
    """

    database: Database
    hosts: tuple[str, ...] = ()
    until: dt.datetime | None = None
    walkers: Standby | None = None


Task = Callable[[Order], Mapping[str, Any]]


def visit_columns(order: Order) -> Mapping[str, Any]:
    """Walks the sites, a crawl for each batch, and judges each crawl; what was counted.

    ``ours`` is there if it is rather us than the sites that failed.

    Raises:
        CrawlError: a crawl failed.
    """
    counts: Counter[str] = Counter()
    ours: dict[str, str] = {}
    for sites in _batches(order):
        there = (order.database, settings(), sites, _unwatched)
        walked = run_crawl(*there, until=order.until, walkers=order.walkers)
        health = judge_crawl(order.database, walked.crawl_id)
        if health.ours:
            ours["ours"] = health.ours
        counts.update(_counted(walked))
    return {**counts, **ours}


def visit_reports(order: Order) -> Mapping[str, Any]:
    """Asks for the archived reports of the sites again, and judges what was found gone.

    Raises:
        CrawlError: a crawl failed.
    """
    counts: Counter[str] = Counter()
    for sites in _batches(order):
        there = (order.database, settings(), sites, _unwatched)
        asked = revisit_archived(*there, until=order.until, walkers=order.walkers)
        counts.update(_counted(asked))
    counts["new_versions"] += judge_withdrawals(order.database)
    return counts


def _batches(order: Order) -> Iterator[list[SiteRecord]]:
    for start in range(0, len(order.hosts), BATCH):
        yield choose_sites(order.database, hosts=order.hosts[start : start + BATCH])


def _counted(crawl: CrawlSummary) -> Mapping[str, int]:
    if crawl.outcome is CrawlOutcome.FAILED:
        raise CrawlError(crawl.cause)
    return crawl.counts


def read_documents(order: Order) -> Mapping[str, Any]:
    """Reads what ended crawls archived: what a running one may add to is not read in halves."""
    with order.database.snapshot() as session:
        documents = queries.documents_of_ended_crawls(session)
    read = process_documents(order.database, documents, watch=_unwatched_steps)
    again = judge_withdrawals(order.database)
    return {**read.as_dict(), "new_versions": read.new_versions + again}


def judge_all(order: Order) -> Mapping[str, Any]:
    """Judges who is due and who is missing today in China."""
    today = dt.datetime.now(CHINA).date()
    return {"expectations": judge_coverage(order.database, today)}


def send_alerts(order: Order) -> Mapping[str, Any]:
    """Tells people what changed; nobody where nobody has subscribed.

    Raises:
        ConfigurationError: the file of subscriptions does not fit.
    """
    if not subscriptions(order.database, settings()).subscriptions:
        return {"subscriptions": 0}
    told = tell_people(order.database, settings(), dt.datetime.now(CHINA).date())
    note_tables(order.database, settings().archive, archive.TOLD)
    complaints = told.delivered.complaints
    return {"alerts": len(told.decided), "messages": told.delivered.sent, "complaints": complaints}


def verify_archive(order: Order) -> Mapping[str, Any]:
    """Re-reads every record of the archive; ``problems`` are the first lines of what was found."""
    store = WarcStore(settings().archive)
    try:
        with order.database.snapshot() as session:
            report = verify(session, store)
    finally:
        store.close()
    told = [f"{problem.where}: {problem.what}" for problem in report.problems[:20]]
    return {"records": report.records, "damaged": len(report.problems), "problems": told}


def _unwatched(progress: CrawlProgress) -> None:
    """Nobody watches."""


def _unwatched_steps(done: int, total: int) -> None:
    """Nobody watches."""


# Visits of sites, spread over the day.
SPREAD: Mapping[str, Task] = {"columns": visit_columns, "revisits": visit_reports}
# At an hour of season.yaml.
TIMED: Mapping[str, Task] = {
    "coverage": judge_all,
    "alerts": send_alerts,
    "verify": verify_archive,
}
# As soon as there is something to do.
AT_ONCE: Mapping[str, Task] = {"new": visit_columns, "process": read_documents}

VISITS = frozenset({*SPREAD, "new"})
TASKS: Mapping[str, Task] = {**SPREAD, **TIMED, **AT_ONCE}
