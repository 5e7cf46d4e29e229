"""Scrapy's answers and items into the archive: the one file here that knows Scrapy."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from pipelines.group_commit import GroupCommit
from pipelines.items import MetAgain, MetColumn, MetDocument, MetHost, VisitedSite
from pipelines.keep import keep_again, keep_column, keep_document, keep_host, keep_visit
from storage import archive
from storage.config import settings
from storage.database import Database, Session
from storage.errors import ArchiveError
from storage.records import CaptureRecord, Exchange
from storage.warc import WarcStore

_CONTENT_CODINGS = {"content-encoding", "transfer-encoding", "content-length"}


_GATHER_SECONDS = 0.01  # what the answers of other hosts bring meanwhile shares a transaction


class ArchivingSpider(Protocol):
    """What the two components need of the spider."""

    database: Database
    crawl_id: int


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


class ArchiveFirst:
    """Downloader middleware: an answer is a WARC record with a row before any other part of the
    program reads it.

    Answers that come while the disk is busy with others wait, and are then written as one lot: a
    disk takes a hundred of them in the time of one. ``capture_id``, ``payload_digest`` and
    ``transport`` are put into the answer's meta. An archive that cannot be written to ends the
    crawl: pages that are read but not kept would be claims without evidence.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = WarcStore(settings().archive)
        self._commit = GroupCommit(self._archive, fatal=(ArchiveError, OSError))
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveFirst:
        """Made by Scrapy; closes its WARC file with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        """Gives the answer on once it is archived."""
        if request.callback in (None, NO_CALLBACK):
            return response  # robots.txt, or a part of a drawn page: no answer to the spider
        capture = await self._commit.put(exchange_of(request, response))
        request.meta["transport"] = capture.transport
        request.meta["capture_id"] = capture.id
        request.meta["payload_digest"] = capture.digest
        return response

    def spider_closed(self) -> None:
        """Closes the WARC file."""
        self.store.close()

    async def _archive(self, exchanges: Sequence[Exchange]) -> list[CaptureRecord]:
        """Records, disk, rows, in this order; the database is not locked while the disk works."""
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        try:
            with keeper.database.snapshot() as session:
                written = archive.write_exchanges(session, self.store, exchanges)
            await asyncio.to_thread(self.store.sync)
            with keeper.database.session() as session:
                return archive.index_exchanges(session, keeper.crawl_id, written)
        except (ArchiveError, OSError) as error:
            self._stop(error)
            raise

    def _stop(self, error: Exception) -> None:
        spider: Any = self.crawler.spider
        spider.logger.critical("the archive cannot be written, the crawl ends: %s", error)
        if self._stopping is None:
            self._stopping = asyncio.ensure_future(self.crawler.stop_async())


def exchange_of(request: Request, response: Response) -> Exchange:
    """A Scrapy answer with its request, as the archive keeps it."""
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
        transport=_transport(request, response),
    )


def _transport(request: Request, response: Response) -> str | None:
    """How an answer came: what the handler of https says, or plain http; a drawn page says not."""
    if response.url.startswith("http:"):
        return "http"
    transport: str | None = request.meta.get("transport")
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
        self._commit = GroupCommit(self._write, gather=_GATHER_SECONDS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreMet:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Gives the item on once it is written."""
        return await self._commit.put(item)

    async def _write(self, items: Sequence[Any]) -> Sequence[Any]:
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        with keeper.database.session() as session:
            for item in items:
                _keep(session, keeper.crawl_id, item)
        return items


def _keep(session: Session, crawl_id: int, item: Any) -> None:
    if isinstance(item, MetColumn):
        keep_column(session, crawl_id, item, now())
    elif isinstance(item, MetDocument):
        if not item.capture_id:
            raise DropItem(f"{item.url}: a document without an archived answer")
        keep_document(session, item, now())
    elif isinstance(item, MetHost):
        keep_host(session, item, now())
    elif isinstance(item, MetAgain):
        keep_again(session, crawl_id, item, now())
    elif isinstance(item, VisitedSite):
        keep_visit(session, crawl_id, item, now())
    else:
        raise DropItem(f"an item of unknown kind: {type(item).__name__}")
