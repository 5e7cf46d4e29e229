"""Scrapy's answers and items into the archive: the one file here that knows Scrapy."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any, Protocol

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Request, Response

from pipelines.items import MetAgain, MetColumn, MetDocument, MetHost, VisitedSite
from pipelines.keep import keep_again, keep_column, keep_document, keep_host, keep_visit
from storage import archive
from storage.config import settings
from storage.database import Database
from storage.errors import ArchiveError
from storage.records import Exchange
from storage.warc import WarcStore

_CONTENT_CODINGS = {"content-encoding", "transfer-encoding", "content-length"}


class ArchivingSpider(Protocol):
    """What the two components need of the spider."""

    database: Database
    crawl_id: int


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


class ArchiveFirst:
    """Spider middleware: an answer is a WARC record before any other part of the program reads it.

    It puts ``capture_id``, ``payload_digest`` and ``transport`` into the answer's meta. An archive
    that cannot be written to ends the crawl: pages that are read but not kept would be claims
    without evidence.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = WarcStore(settings().archive)
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveFirst:
        """Made by Scrapy; closes its WARC file with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_spider_input(self, response: Response) -> None:
        """Writes request and answer to the archive."""
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        try:
            with keeper.database.session() as session:
                capture = archive.store_exchange(
                    session, self.store, keeper.crawl_id, exchange_of(response)
                )
        except (ArchiveError, OSError) as error:
            self._stop(error)
            raise
        response.meta["transport"] = capture.transport
        response.meta["capture_id"] = capture.id
        response.meta["payload_digest"] = capture.digest

    def spider_closed(self) -> None:
        """Closes the WARC file."""
        self.store.close()

    def _stop(self, error: Exception) -> None:
        spider: Any = self.crawler.spider
        spider.logger.critical("the archive cannot be written, the crawl ends: %s", error)
        if self._stopping is None:
            self._stopping = asyncio.ensure_future(self.crawler.stop_async())


def exchange_of(response: Response) -> Exchange:
    """A Scrapy answer with its request, as the archive keeps it."""
    request: Request = response.request  # type: ignore[assignment] # set by the engine
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        fetched_at=now(),
        http_version=response.protocol or "HTTP/1.1",
        transport=_transport(response),
    )


def _transport(response: Response) -> str | None:
    """How an answer came: what the handler of https says, or plain http; a drawn page says not."""
    if response.url.startswith("http:"):
        return "http"
    transport: str | None = response.meta.get("transport")
    return transport


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


class StoreMet:
    """Item pipeline: what the walk met becomes rows; what says nothing is dropped with a reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreMet:
        """Made by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Writes one item in a transaction of its own."""
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        with keeper.database.session() as session:
            if isinstance(item, MetColumn):
                keep_column(session, keeper.crawl_id, item, now())
            elif isinstance(item, MetDocument):
                if not item.capture_id:
                    raise DropItem(f"{item.url}: a document without an archived answer")
                keep_document(session, item, now())
            elif isinstance(item, MetHost):
                keep_host(session, item, now())
            elif isinstance(item, MetAgain):
                keep_again(session, keeper.crawl_id, item, now())
            elif isinstance(item, VisitedSite):
                keep_visit(session, keeper.crawl_id, item, now())
            else:
                raise DropItem(f"an item of unknown kind: {type(item).__name__}")
        return item
