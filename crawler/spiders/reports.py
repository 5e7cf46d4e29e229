"""The one spider: it carries requests and answers between the walks and Scrapy."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.spiders.answers import Answer
from crawler.spiders.errands import ErrandWalk, tell_errand
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import HostRules
from crawler.spiders.revisit import Revisit, RevisitTask
from crawler.spiders.tasks import Orders, load_orders
from crawler.spiders.walk import Met, SiteTask, SiteWalk
from pipelines.items import MetAgain
from storage.addresses import host_of
from storage.config import settings
from storage.database import open_database

Step = Met | MetAgain | Request
Walk = SiteWalk | Revisit

# asked once and not for long: where port 443 is filtered nothing ever answers
_KNOCKING = {"dont_retry": True, "download_timeout": 15, "dont_obey_robotstxt": True}


class ReportsSpider(scrapy.Spider):
    """Walks sites side by side, each over one connection.

    Spider arguments:
        crawl: id of the Crawl row, whose arguments name the sites and the budget of each.
        share: which of the sites: the number of a share, or ``errands``.
        progress: ``1`` to write progress lines to stdout.
    """

    name = "reports"

    def __init__(
        self, crawl: str = "", share: str = "0", progress: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.crawl_id = int(crawl)
        self.tells_progress = progress == "1"
        self.database = open_database(settings().database)
        orders = load_orders(self.database, self.crawl_id, share)
        self.until = orders.until
        self.abroad = orders.abroad
        self.walks = _walks(orders)
        self._busy: set[str] = set()
        self._unstarted = set(self.walks)
        self._ended = False

    async def start(self) -> AsyncIterator[Any]:
        """The first request of each site."""
        for host in self.walks:
            self._unstarted.discard(host)
            for step in self._go_on(host):
                yield step

    def closed(self, reason: str) -> None:
        """Scrapy calls this last."""
        self.database.dispose()

    def receive(self, response: Response, host: str, fetch: Fetch) -> Iterator[Step]:
        """An answer: what was met in it, then the next request."""
        yield from self._take(host, fetch, _answer(response))

    def fail(self, failure: Failure) -> Iterator[Step]:
        """No answer: refused by robots.txt, no connection, time-out, cut short."""
        request: Request = failure.request  # type: ignore[attr-defined]
        excluded = isinstance(failure.value, IgnoreRequest)
        error = "" if excluded else _reason(failure)
        answer = Answer(request.url, 0, error=error, excluded=excluded)
        yield from self._take(request.cb_kwargs["host"], request.cb_kwargs["fetch"], answer)

    def _take(self, host: str, fetch: Fetch, answer: Answer) -> Iterator[Step]:
        walk = self.walks[host]
        try:
            yield from walk.receive(fetch, answer)
        except (ValueError, RecursionError) as error:
            # a page that breaks the parser costs that page, never the site
            self.logger.error("%s: this page could not be walked: %r", fetch.url, error)
            walk.counts["broken_pages"] += 1
        yield from self._pass_on(walk)  # while this one counts as busy: all is over when none is
        self._busy.discard(host)
        yield from self._go_on(host)

    def _pass_on(self, walk: Walk) -> Iterator[Step]:
        """Reports that a portal's list links to on another site go to that site's walk."""
        while walk.elsewhere:
            fetch = walk.elsewhere.pop()
            other = host_of(fetch.url)
            if other in self.walks:
                self.walks[other].offer(fetch)
                yield from self._go_on(other)
            elif other in self.abroad:
                tell_errand(fetch)

    def _go_on(self, host: str) -> Iterator[Step]:
        if host in self._busy or host in self._unstarted:
            return
        fetch = self._next(host)
        if fetch is not None:
            self._busy.add(host)
            yield self._request(host, fetch)
        elif not (self._busy or self._unstarted or self._ended):
            self._ended = True
            for walk in self.walks.values():
                yield from walk.finish()

    def _next(self, host: str) -> Fetch | None:
        walk = self.walks[host]
        if self.until is None or dt.datetime.now(dt.UTC) < self.until:
            return walk.next()
        if walk.has_more:
            walk.visit.cause = walk.visit.cause or f"its hours ended at {self.until:%H:%M} UTC"
        return None

    def _request(self, host: str, fetch: Fetch) -> Request:
        return Request(
            fetch.url,
            method=fetch.method,
            body=fetch.body,
            headers=dict(fetch.headers),
            callback=self.receive,
            errback=self.fail,
            cb_kwargs={"host": host, "fetch": fetch},
            meta=self._meta(host, fetch),
            dont_filter=True,
        )

    def _meta(self, host: str, fetch: Fetch) -> dict[str, Any]:
        if fetch.purpose is Purpose.KNOCK:
            return _KNOCKING
        return self._drawing(host) if fetch.render else {}

    def _drawing(self, host: str) -> dict[str, Any]:
        """The request's meta for a page that the browser draws, from the hosts of its walk."""
        from crawler.spiders.browser import Drawing  # of the extra ``render``

        return Drawing(self.crawler, self.walks[host].territory.allows).meta

    def progress(self) -> dict[str, int]:
        """Numbers for the progress display."""
        counts = [walk.counts for walk in self.walks.values()]
        done = sum(
            host not in self._busy and walk.counts["requests"] > 0
            for host, walk in self.walks.items()
        )
        return {
            "sites": len(self.walks),
            "done": done,
            **{
                name: sum(count[name] for count in counts)
                for name in ("requests", "columns", "documents")
            },
        }


def _walks(orders: Orders) -> dict[str, Walk]:
    rules = HostRules(orders.registry_hosts)
    if not orders.errands:
        return {task.host: _walk(task, rules) for task in orders.tasks}
    walks = {
        task.host: ErrandWalk(task, rules) for task in orders.tasks if isinstance(task, SiteTask)
    }
    for errand in orders.errands:
        walks[host_of(errand.url)].offer(errand)
    return {**walks}


def _walk(task: SiteTask | RevisitTask, rules: HostRules) -> Walk:
    if isinstance(task, RevisitTask):
        return Revisit(task, rules)
    return SiteWalk(task, rules)


def _answer(response: Response) -> Answer:
    def header(name: str) -> str:
        return (response.headers.get(name) or b"").decode("latin-1").strip()

    return Answer(
        response.url,
        response.status,
        response.body,
        header("Content-Type"),
        header("Location"),
        header("ETag"),
        header("Last-Modified"),
        capture_id=response.meta["capture_id"],
        digest=response.meta["payload_digest"],
        transport=response.meta["transport"],
    )


def _reason(failure: Failure) -> str:
    lines = failure.getErrorMessage().strip().splitlines()
    name = failure.type.__name__ if failure.type else "failure"
    return f"{name}: {lines[0][:160]}" if lines else name
