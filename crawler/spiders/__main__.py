"""Walks shares of crawls in a process of its own, one after another: ``python -m crawler.spiders``.

``crawler.walks`` starts it (``crawler.standby``), and it ends with it. An order is a ``crawl``, the
name of a ``share`` of it, and the ``log`` that takes its stderr meanwhile; it tells how far it is.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.resolver import dnscache
from scrapy.settings import Settings

from crawler.spiders.reports import ReportsSpider
from crawler.tether import tell, tether
from storage.config import settings
from storage.logs import log_json_lines

_log = logging.getLogger(__name__)


def main() -> int:
    """Walks what it is told, until it is stopped by a signal: 1."""
    scrapy_settings = Settings()
    scrapy_settings.setmodule("crawler.settings", priority="project")
    scrapy_settings.set("LOG_INSTALL_ROOT_HANDLER", not settings().log_json)
    process = AsyncCrawlerProcess(scrapy_settings)
    loop = asyncio.get_event_loop()
    walks: set[asyncio.Task[None]] = set()  # a task that nothing refers to may vanish

    def begin(line: bytes) -> None:
        task = loop.create_task(_obey(process, **json.loads(line)))
        walks.add(task)
        task.add_done_callback(walks.discard)

    tether(lambda line: loop.call_soon_threadsafe(begin, line))
    _collect_seldom()
    process.start(stop_after_crawl=False)
    return 1


async def _obey(process: AsyncCrawlerProcess, crawl: int, share: str, log: str) -> None:
    """Walks a share and says how that ended."""
    _log_into(log)
    level = process.settings["LOG_LEVEL"]
    in_json = log_json_lines(level, crawl=crawl, share=share)
    with in_json if settings().log_json else nullcontext():
        code = await _walk(process, crawl, share)
    dnscache.clear()  # Scrapy keeps an address for as long as the process lives
    gc.collect()
    tell(ended=code)


async def _walk(process: AsyncCrawlerProcess, crawl: int, share: str) -> int:
    crawler = process.create_crawler(ReportsSpider)
    walk = process.crawl(crawler, crawl=str(crawl), share=share, progress="1")
    await asyncio.wait([walk])
    if error := walk.exception():
        _log.error("share %s of crawl %d cannot be walked", share, crawl, exc_info=error)
        return 1
    return int(crawler.stats.get_value("finish_reason") != "finished")


def _log_into(path: str) -> None:
    """What this process or a library of it writes to stderr goes to a file from now on."""
    with Path(path).open("ab") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())


def _collect_seldom() -> None:
    """The collector of cycles looks less often, and never again at what is loaded.

    A page is tens of thousands of objects that die without it: at Python's own numbers it took an
    eighth of the processor's time of a walk, for 3 MB.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


if __name__ == "__main__":
    sys.exit(main())
