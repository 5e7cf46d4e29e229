"""robots.txt of each scheme: http and https of a host are two authorities (RFC 9309, 2.3)."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware


class RobotsOfScheme:
    """Scrapy's middleware, once for each scheme.

    By itself it remembers one file for each host: where https does not answer it would take http
    for a host without robots.txt.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._schemes: dict[str, RobotsTxtMiddleware] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsOfScheme:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuses a request that robots.txt of its scheme and host disallows."""
        scheme = request.url.partition(":")[0]
        if scheme not in self._schemes:
            self._schemes[scheme] = RobotsTxtMiddleware.from_crawler(self._crawler)
        await self._schemes[scheme].process_request(request)
