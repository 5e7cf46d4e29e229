"""One crawl = one Crawl row, walked in processes of its own.

A crawl outside this process cannot take it along when it crashes. Whatever happens to it, the
archive holds each page it was given, and the next crawl goes on from there.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.spiders.errands import ERRANDS
from crawler.standby import Standby
from crawler.walks import CrawlProgress, shares_of, walk_all, walking
from pipelines.chronicle import note_ends
from storage import archive, queries
from storage.addresses import host_of
from storage.config import Settings
from storage.database import Database
from storage.errors import ConfigurationError, CrawlError
from storage.records import SiteRecord, line_to_site
from storage.vocabulary import CrawlOutcome
from storage.warc import WarcStore

BUDGET = (
    4000  # requests to one site in one crawl; the largest portal seen has 60 agencies × 18 years
)
SLOWLY = dt.timedelta(days=28)  # once a month: reports are replaced quietly, but rarely


@dataclass(frozen=True)
class CrawlSummary:
    """How a crawl ended, with what it counted over all sites."""

    crawl_id: int
    outcome: CrawlOutcome
    counts: dict[str, int]
    cause: str = ""


def choose_sites(
    database: Database, agencies: Iterable[str] = (), hosts: Iterable[str] = ()
) -> list[SiteRecord]:
    """The sites to visit: all of the registry, or those of some agencies and hosts.

    Raises:
        CrawlError: an agency or host is not in the registry, or the registry is empty.
    """
    with database.session() as session:
        registry = {agency.id: agency for agency in queries.agencies(session)}
        if not registry:
            raise CrawlError(
                "no agencies in the registry; begin with: nianbao agencies import FILE.csv"
            )
        by_host: dict[str, str] = {}
        for agency in registry.values():
            if agency.homepage:
                by_host.setdefault(host_of(agency.homepage), agency.homepage)
        wanted = {host.lower() for host in hosts}
        for ident in agencies:
            line = line_to_site(registry[ident], registry) if ident in registry else ()
            if not line or not line[-1].homepage:
                raise CrawlError(
                    f"agency {ident} is not in the registry; see: nianbao agencies list"
                )
            wanted.add(host_of(line[-1].homepage))
        unknown = wanted - by_host.keys()
        if unknown:
            raise CrawlError(
                f"site {', '.join(sorted(unknown))} is no home page of the registry; "
                "see: nianbao agencies list"
            )
        return [
            archive.save_site(session, host, home)
            for host, home in by_host.items()
            if not wanted or host in wanted
        ]


def run_crawl(
    database: Database,
    settings: Settings,
    sites: Iterable[SiteRecord],
    watch: Callable[[CrawlProgress], None],
    budget: int = BUDGET,
    until: dt.datetime | None = None,
    walkers: Standby | None = None,
) -> CrawlSummary:
    """Walks the sites in processes of its own and waits for their end.

    Args:
        database: where the crawl is written down.
        settings: the settings in force.
        sites: which sites.
        watch: is told how far the crawl is.
        budget: requests to each site at the most.
        until: when the last request may be made; None if at any hour.
        walkers: the processes, if some are kept for one crawl after another.

    Raises:
        ArchiveError: the archive cannot be opened.
        ConfigurationError: pages are to be drawn, and there is nothing to draw them.
    """
    if settings.render:
        _require_browser(settings)
    arguments = _shared(sites, settings) | {"budget": budget}
    if until is not None:
        arguments["until"] = until.isoformat()
    return _run(database, settings, arguments, watch, walkers)


def revisit_archived(
    database: Database,
    settings: Settings,
    sites: Iterable[SiteRecord],
    watch: Callable[[CrawlProgress], None],
    older_than: dt.timedelta = SLOWLY,
    budget: int = BUDGET,
    until: dt.datetime | None = None,
    walkers: Standby | None = None,
) -> CrawlSummary:
    """Asks the addresses of archived reports again, as a crawl walks.

    Quiet edits, moved and withdrawn reports are found so; no column is read. What came is read with
    ``process_pending`` afterwards, as after any crawl.

    Args:
        database: the database.
        settings: the settings in force.
        sites: the sites whose reports are asked for.
        watch: is told how far it is.
        older_than: addresses asked since then are left alone; those that gave nothing the last
            time are asked again after a week in any case.
        budget: requests to one site at the most; those asked longest ago come first.
        until: when the last request may be made; None if at any hour.
        walkers: the processes, if some are kept for one crawl after another.

    Raises:
        ArchiveError: the archive cannot be opened.
    """
    before = dt.datetime.now(dt.UTC) - older_than
    arguments = _shared(sites, settings) | {
        "budget": budget,
        "archived_before": before.isoformat(),
    }
    if until is not None:
        arguments["until"] = until.isoformat()
    return _run(database, settings, arguments, watch, walkers)


def _shared(sites: Iterable[SiteRecord], settings: Settings) -> dict[str, Any]:
    shares = shares_of(sites, settings.processes or os.cpu_count() or 1)
    return {"sites": [one for share in shares for one in share], "shares": shares}


def _run(
    database: Database,
    settings: Settings,
    arguments: dict[str, Any],
    watch: Callable[[CrawlProgress], None],
    walkers: Standby | None,
) -> CrawlSummary:
    WarcStore(settings.archive).close_torn()  # what a crawl that was killed left half-written
    with database.session() as session:
        dead = archive.interrupt_dead_crawls(session)
        crawl_id = archive.start_crawl(session, arguments)
    log = settings.home / "logs" / f"crawl-{crawl_id}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with nullcontext(walkers) if walkers else walking() as there:
        codes = _walk(there, database, settings, crawl_id, arguments, log, watch)
    walks_all = "until" not in arguments and "archived_before" not in arguments
    expected = len(arguments["sites"]) if walks_all else 0
    summary = _finish(database, crawl_id, codes, log, expected)
    note_ends(database, settings.archive, [*dead, crawl_id])
    return summary


def _walk(
    walkers: Standby,
    database: Database,
    settings: Settings,
    crawl_id: int,
    arguments: dict[str, Any],
    log: Path,
    watch: Callable[[CrawlProgress], None],
) -> tuple[int, ...]:
    """The walks and the errands that they left; how their processes ended."""
    shares = [str(number) for number in range(len(arguments["shares"]))]
    ended = walk_all(walkers, crawl_id, shares, log, watch)
    if not ended.errands:
        return ended.codes
    with database.session() as session:
        archive.add_errands(session, crawl_id, ended.errands)
    time.sleep(settings.download_delay)  # a host may have been asked a moment ago
    return ended.codes + walk_all(walkers, crawl_id, [ERRANDS], log, watch).codes


def _require_browser(settings: Settings) -> None:
    if find_spec("scrapy_playwright") is None:
        raise ConfigurationError(
            "NIANBAO_RENDER is on, but the extra is not installed: pip install 'nianbao[render]'"
        )
    if not os.access(settings.chromium, os.X_OK):
        raise ConfigurationError(
            f"NIANBAO_RENDER is on, but {settings.chromium} is no program: "
            "install Debian's chromium, or say in NIANBAO_CHROMIUM where it is"
        )


def _finish(
    database: Database, crawl_id: int, codes: tuple[int, ...], log: Path, expected: int
) -> CrawlSummary:
    """Closes a crawl; one that ended well but has fewer visits than sites lost some on the way."""
    bad = ", ".join(str(code) for code in codes if code != 0)
    cause = f"the crawl process ended with code {bad}; see {log}" if bad else ""
    with database.session() as session:
        visits = queries.visits(session, crawl_id=crawl_id, limit=1_000_000)
        if not cause and len(visits) < expected:
            cause = f"only {len(visits)} of {expected} sites were visited to their end; see {log}"
        outcome = CrawlOutcome.FAILED if cause else CrawlOutcome.FINISHED
        counts: dict[str, int] = {"sites": len(visits)}
        for visit in visits:
            for name, number in visit.counts.items():
                counts[name] = counts.get(name, 0) + number
        archive.finish_crawl(session, crawl_id, outcome, counts, cause)
    return CrawlSummary(crawl_id, outcome, counts, cause)
