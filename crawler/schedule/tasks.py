"""What each kind of run does: the same as the command of its name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.health import judge_crawl
from crawler.run import CrawlProgress, choose_sites, run_crawl
from pipelines.coverage.judge import judge_coverage
from pipelines.process import process_documents
from storage import queries
from storage.calendar import CHINA
from storage.config import settings
from storage.database import Database
from storage.errors import CrawlError
from storage.verify import verify
from storage.vocabulary import CrawlOutcome
from storage.warc import WarcStore

# As many hosts as a crawl asks side by side (CONCURRENT_REQUESTS); a process more costs a second.
BATCH = 100


@dataclass(frozen=True)
class Order:
    """What a run is told: the sites that are due, and until when they may be asked."""

    database: Database
    hosts: tuple[str, ...] = ()
    until: dt.datetime | None = None


Task = Callable[[Order], Mapping[str, Any]]


def visit_columns(order: Order) -> Mapping[str, Any]:
    """Walks the sites, a subprocess for each batch, and judges each crawl; what was counted.

    ``ours`` is there if it is rather us than the sites that failed.

    Raises:
        CrawlError: a crawl failed.
    """
    counts: Counter[str] = Counter()
    ours: dict[str, str] = {}
    for start in range(0, len(order.hosts), BATCH):
        some = order.hosts[start : start + BATCH]
        sites = choose_sites(order.database, hosts=some)
        walked = run_crawl(order.database, settings(), sites, _unwatched, until=order.until)
        health = judge_crawl(order.database, walked.crawl_id)
        if health.ours:
            ours["ours"] = health.ours
        if walked.outcome is CrawlOutcome.FAILED:
            raise CrawlError(walked.cause)
        counts.update(walked.counts)
    return {**counts, **ours}


def read_documents(order: Order) -> Mapping[str, Any]:
    """Reads what ended crawls archived: what a running one may add to is not read in halves."""
    with order.database.snapshot() as session:
        documents = queries.documents_of_ended_crawls(session)
    return process_documents(order.database, documents, watch=_unwatched_steps).as_dict()


def judge_all(order: Order) -> Mapping[str, Any]:
    """Judges who is due and who is missing today in China."""
    today = dt.datetime.now(CHINA).date()
    return {"expectations": judge_coverage(order.database, today)}


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
SPREAD: Mapping[str, Task] = {"columns": visit_columns}
# At an hour of season.yaml.
TIMED: Mapping[str, Task] = {"coverage": judge_all, "verify": verify_archive}
# As soon as there is something to do.
AT_ONCE: Mapping[str, Task] = {"new": visit_columns, "process": read_documents}

VISITS = frozenset({*SPREAD, "new"})
TASKS: Mapping[str, Task] = {**SPREAD, **TIMED, **AT_ONCE}
