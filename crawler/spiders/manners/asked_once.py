"""Requests that are sent once: whether one is sent again is decided here, and after a pause.

Twisted sends a request again by itself, and at once, where a connection that was good before is cut
before the answer begins. The server may well have received the first.
"""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class AskedOnce(HTTP11DownloadHandler):
    """Scrapy's handler, whose failed requests all go to ``RetryMiddleware``."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
