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

from pipelines.chronicle import Met, keep_met, note_beginning, note_met
from pipelines.group_commit import GroupCommit
from pipelines.items import MetDocument
from storage import archive
from storage.config import settings
from storage.database import Database
from storage.errors import ArchiveError, DatabaseError
from storage.records import CaptureRecord, Exchange
from storage.warc import WarcStore

_CONTENT_CODINGS = {"content-encoding", "transfer-encoding", "content-length"}


_NOBODYS_FAULT = (ArchiveError, DatabaseError, OSError)  # a full disk, a database that is gone
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
    ``transport`` are put into the answer's meta. An archive or a database that cannot be written to
    ends the crawl: pages that are read but not kept would be claims without evidence. ``failed``
    says so; nothing is said of a site from then on.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = WarcStore(settings().archive)
        self._commit = GroupCommit(self._archive, fatal=_NOBODYS_FAULT)
        self._stopping: asyncio.Future[None] | None = None
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveFirst:
        """Made by Scrapy; closes its WARC file with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
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

    def spider_opened(self) -> None:
        """Writes into the archive for which crawl this process works."""
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        note_beginning(keeper.database, self.store, keeper.crawl_id)

    def spider_closed(self) -> None:
        """Closes the WARC file."""
        self.store.close()

    async def _archive(self, exchanges: Sequence[Exchange]) -> list[CaptureRecord]:
        """Records, disk, rows, in this order; the database is not locked while the disk works."""
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        try:
            with keeper.database.snapshot() as session:
                written = archive.write_exchanges(session, self.store, exchanges, keeper.crawl_id)
            await asyncio.to_thread(self.store.sync)
        except _NOBODYS_FAULT as error:
            self.stop(error)
            raise
        try:
            with keeper.database.session() as session:
                return archive.index_exchanges(session, keeper.crawl_id, written)
        except Exception as error:  # whatever it is, it is no site's fault
            self.stop(error)
            raise

    def stop(self, error: Exception) -> None:
        """End the crawl: what it meets cannot be kept."""
        spider: Any = self.crawler.spider
        spider.logger.critical("what is met cannot be kept, the crawl ends: %s", error)
        self.failed = True
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
    """Item pipeline: what the walk met becomes rows, and a note in the archive.

    What says nothing is dropped with a reason. What cannot be written ends the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._commit = GroupCommit(self._write, fatal=_NOBODYS_FAULT, gather=_GATHER_SECONDS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreMet:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Gives the item on once it is written."""
        if not isinstance(item, Met):
            raise DropItem(f"an item of unknown kind: {type(item).__name__}")
        if isinstance(item, MetDocument) and not item.capture_id:
            raise DropItem(f"{item.url}: a document without an archived answer")
        archiving = self._archiving()
        if archiving.failed:
            raise DropItem("the archive or the database failed: nothing is said of the site")
        try:
            return await self._commit.put((item, now()))
        except Exception as error:
            archiving.stop(error)
            raise

    async def _write(self, lot: Sequence[tuple[Met, dt.datetime]]) -> Sequence[Met]:
        spider: Any = self.crawler.spider
        keeper: ArchivingSpider = spider
        store = self._archiving().store
        with keeper.database.session() as session:
            for item, at in lot:
                keep_met(session, keeper.crawl_id, item, at)
            for item, at in lot:
                note_met(session, store, keeper.crawl_id, item, at)
        return [item for item, _ in lot]

    def _archiving(self) -> ArchiveFirst:
        """The other component, which has the one WARC file of this process."""
        archiving = self.crawler.get_downloader_middleware(ArchiveFirst)
        assert isinstance(archiving, ArchiveFirst)  # noqa: S101 - as the settings have it
        return archiving
