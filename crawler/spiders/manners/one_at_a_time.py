"""One connection a host, over all processes of this machine, and all machines of a fleet.

Scrapy holds one connection a host in its own process. But several processes share a crawl, two
crawls may run at once, and two sites may lead to one host: so a host is asked by the process that
holds its lock file. The system frees a lock when its process dies. On PostgreSQL, which several
machines may share, it also holds the database's lock of the host.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from pipelines.ingest import ArchiveFirst
from storage.config import settings
from storage.database import HostTurns
from storage.errors import DatabaseError

_LOOK_AGAIN = 0.2  # seconds until a lock that another process holds is tried again
_TURN = "turn_of_host"


class Turn:
    """This process's turn at one host, which one of its requests has at a time.

    The lock file's time says when the last turn there was, whosever it was. It is written when a
    turn is taken, too, for whoever has it may be killed; so a turn is taken at the moment in which
    its request may be sent, and not while the request waits for that.
    """

    def __init__(self, file: Path, shared: HostTurns | None = None) -> None:
        self.file = file
        self._shared = shared
        self._handle = -1
        self._taken = float("-inf")
        self._ended = 0.0
        self._ours = asyncio.Lock()

    async def take(self, pause: float) -> None:
        """Waits for the turn, and until ``pause`` seconds after the last one."""
        await self._ours.acquire()
        handle = -1
        try:
            await asyncio.sleep(max(0.0, self._taken + pause - time.monotonic()))
            handle = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o644)
            while not _locked(handle):  # noqa: ASYNC110 - no event comes from another process
                await asyncio.sleep(_LOOK_AGAIN)
            status = os.fstat(handle)
            if status.st_size and status.st_mtime != self._ended:
                await asyncio.sleep(min(pause, status.st_mtime + pause - time.time()))
            await self._take_shared(pause)
            self._note(handle)
        except BaseException:
            if handle >= 0:
                os.close(handle)
            self._ours.release()
            raise
        self._handle, self._taken = handle, time.monotonic()

    async def _take_shared(self, pause: float) -> None:
        """The turn among the machines; a holder that died had its turn when it took it."""
        if self._shared is None:
            return
        while (since := self._shared.take(self.file.name)) is None:  # noqa: ASYNC110 - as above
            await asyncio.sleep(_LOOK_AGAIN)
        if since < pause:
            await asyncio.sleep(pause - since)
        self._shared.note(self.file.name)

    def leave(self) -> None:
        """Gives the turn back."""
        self._note(self._handle)
        os.close(self._handle)
        self._handle = -1
        self._ours.release()
        if self._shared is not None:
            self._shared.leave(self.file.name)

    def _note(self, handle: int) -> None:
        """Writes that the turn is now, or was until now: whoever has it may be killed."""
        os.pwrite(handle, b"\n", 0)
        self._ended = os.fstat(handle).st_mtime


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class OneAtATime:
    """Downloader middleware next to the downloader: a request waits for its host's turn."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._folder = settings().home / "hosts"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._turns: dict[str, Turn] = {}
        self._shared: HostTurns | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OneAtATime:
        """Made by Scrapy; gives the turns back with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_closed(self) -> None:
        """Ends the connection that holds the turns."""
        if self._shared is not None:
            self._shared.close()

    async def process_request(self, request: Request) -> None:
        """Takes the turn; a drawn page needs none, for each of its parts takes one."""
        if request.meta.get("playwright"):
            return
        host = urlsplit(request.url).hostname or ""
        try:
            turn = self._turns.get(host) or self._first_turn(host)
            await turn.take(self._pause(request))
        except DatabaseError as error:
            self._stop(error)
            raise
        request.meta[_TURN] = turn

    def _pause(self, request: Request) -> float:
        """Seconds between two requests to its host: ours, or those of its robots.txt."""
        downloader = self.crawler.engine.downloader
        own = downloader.per_slot_settings.get(downloader.get_slot_key(request), {})
        return float(own.get("delay", self.crawler.settings.getfloat("DOWNLOAD_DELAY")))

    def _first_turn(self, host: str) -> Turn:
        if not self._turns:
            spider: Any = self.crawler.spider
            self._shared = spider.database.host_turns()
        self._turns[host] = Turn(self._folder / host, self._shared)
        return self._turns[host]

    def process_response(self, request: Request, response: Response) -> Response:
        """Gives it back."""
        self._leave(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Gives it back, where the request had come so far."""
        self._leave(request)

    def _leave(self, request: Request) -> None:
        turn: Turn | None = request.meta.pop(_TURN, None)
        if turn is not None:
            try:
                turn.leave()
            except DatabaseError as error:
                self._stop(error)

    def _stop(self, error: DatabaseError) -> None:
        """A lost turn is no site's fault: nothing is said of any, and the crawl ends."""
        archiving = self.crawler.get_downloader_middleware(ArchiveFirst)
        if isinstance(archiving, ArchiveFirst):
            archiving.stop(error)
