"""``Crawl-delay`` of robots.txt: a host that asks for longer pauses gets them."""

from __future__ import annotations

import logging

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.robotstxt import RobotParser

LONGEST_DELAY = 30.0  # seconds; more would mean that a portal's list cannot be read in a night

_log = logging.getLogger(__name__)


class CrawlDelay:
    """An extension that lengthens one host's delay when its robots.txt has been read.

    With ``NIANBAO_DOWNLOAD_DELAY=0`` the operator says that the servers are his own (a demo, a
    simulated web): no pauses are made there at all.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Connects the extension; not configured where no pauses are made."""
        if crawler.settings.getfloat("DOWNLOAD_DELAY") <= 0:
            raise NotConfigured("a delay of 0 is for one's own servers")
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Takes the delay for our user agent from the parsed file."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        engine = self.crawler.engine
        if not asked or engine is None:
            return
        downloader = engine.downloader
        host = downloader.get_slot_key(request)
        delay = max(self.crawler.settings.getfloat("DOWNLOAD_DELAY"), min(asked, LONGEST_DELAY))
        # for the host's slot as it is, and for the one made anew after a minute without requests
        downloader.per_slot_settings[host] = {"delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = delay
        _log.info("%s asks for %.1f s between requests", host, delay)
