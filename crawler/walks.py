"""The walks of one crawl as processes: each has its share of the sites.

A page costs a few milliseconds of one core, and a process uses one core. Sites under one government
name are in one share, so that whoever may ask a host is in one process; a report that a list names
on a site of another share is an errand, done when the walks have ended.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.spiders.hosts import government_name
from crawler.standby import Standby
from storage.records import SiteRecord

WALK_PROCESS: tuple[str, ...] = ("-m", "crawler.spiders")
LEAST = 25  # sites for which another process pays: to start one takes a second of a core


@dataclass(frozen=True)
class CrawlProgress:
    """How far a crawl is; ``visiting`` is the page asked for last."""

    sites: int = 0
    done: int = 0
    requests: int = 0
    columns: int = 0
    documents: int = 0
    visiting: str = ""


@dataclass(frozen=True)
class WalksEnded:
    """The exit codes of the processes of a crawl, and the errands that they left."""

    codes: tuple[int, ...]
    errands: tuple[dict[str, Any], ...]


def shares_of(sites: Iterable[SiteRecord], processes: int) -> list[list[int]]:
    """The ids of the sites in shares of about one size, at the most one for each process."""
    places: dict[str, list[int]] = defaultdict(list)
    for site in sites:
        places[government_name(site.host)].append(site.id)
    count = sum(map(len, places.values()))
    shares: list[list[int]] = [[] for _ in range(max(1, min(processes, count // LEAST)))]
    for place in sorted(places.values(), key=len, reverse=True):
        min(shares, key=len).extend(place)
    return shares


def walking() -> Standby:
    """Processes that walk: an order is a ``crawl``, a ``share`` of it, and its ``log``."""
    return Standby(*WALK_PROCESS)


def walk_all(
    walkers: Standby,
    crawl_id: int,
    shares: Sequence[str],
    log: Path,
    watch: Callable[[CrawlProgress], None],
) -> WalksEnded:
    """Has each share walked by a process, side by side, and waits for their ends.

    Args:
        walkers: the processes.
        crawl_id: the crawl, whose arguments say which sites are in which share.
        shares: their names: numbers from 0, or ``errands``.
        log: the file that all of them write to.
        watch: is told how far they are together.
    """
    reached: dict[str, CrawlProgress] = {}
    errands: list[dict[str, Any]] = []
    one_at_a_time = threading.Lock()

    def follow(share: str) -> int:
        def hear(message: dict[str, Any]) -> None:
            with one_at_a_time:
                if "errand" in message:
                    errands.append(message["errand"])
                else:
                    reached[share] = CrawlProgress(**message)
                    watch(_together(reached.values(), reached[share].visiting))

        return walkers.do({"crawl": crawl_id, "share": share, "log": str(log)}, hear, log)

    with ThreadPoolExecutor(len(shares)) as threads:
        codes = tuple(threads.map(follow, shares))
    return WalksEnded(codes, tuple(errands))


def _together(parts: Iterable[CrawlProgress], visiting: str) -> CrawlProgress:
    parts = tuple(parts)
    return CrawlProgress(
        sites=sum(part.sites for part in parts),
        done=sum(part.done for part in parts),
        requests=sum(part.requests for part in parts),
        columns=sum(part.columns for part in parts),
        documents=sum(part.documents for part in parts),
        visiting=visiting,
    )
