"""What a crawl is doing, told to the process that started it: one JSON object a line on stdout."""

from __future__ import annotations

import time

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from crawler.spiders.reports import ReportsSpider
from crawler.tether import tell

_INTERVAL = 0.2  # seconds between two lines; a person reads no faster


class ProgressLines:
    """An extension; configured where the spider is started with ``progress=1``."""

    def __init__(self, spider: ReportsSpider) -> None:
        self.spider = spider
        self._told = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressLines:
        """Connects the extension."""
        spider = crawler.spider
        if not isinstance(spider, ReportsSpider) or not spider.tells_progress:
            raise NotConfigured("nobody listens")
        extension = cls(spider)
        crawler.signals.connect(extension.response_received, signals.response_received)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def response_received(self, response: Response, request: Request) -> None:
        """Tells how far the crawl is, not more often than a person can follow."""
        if time.monotonic() - self._told >= _INTERVAL:
            self._tell(request.url)

    def spider_closed(self) -> None:
        """Tells the last numbers."""
        self._tell("")

    def _tell(self, visiting: str) -> None:
        self._told = time.monotonic()
        tell(**self.spider.progress(), visiting=visiting)
