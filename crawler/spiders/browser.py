"""A page drawn by Debian's Chromium, which asks the web for nothing by itself.

scrapy-playwright runs the browser. Left alone, Chromium would open six connections to a host, heed
no robots.txt and no delay, and resolve names to any address. So each of its requests is stopped and
asked for by Scrapy's downloader: robots.txt, delay, one connection a host, public addresses, user
agent and proxy are those of every other request. What slips past (a pop-up, a socket) meets a proxy
that does not answer; see ``crawler.settings``.

Cookies are not kept and a page is opened only once: what a challenge wants (a cookie, then the page
again) is not given here either.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any

from playwright.async_api import Error, Page, Route
from playwright.async_api import Request as Asked
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.spiders.answers import REDIRECT_STATUSES
from crawler.spiders.manners.asked_once import AskedOnce
from crawler.spiders.manners.transport import VerifiedFirst
from storage.warc.records import OF_THE_WIRE

RENDERED = "x-nianbao-rendered"
"""The header of an archived answer that says that its body is the drawn page."""

MOST_REQUESTS = 40  # for one page; columns seen take five to twenty scripts and data calls
MOST_REDIRECTS = 5
LONGEST = 180_000  # milliseconds; twenty requests with pauses of three seconds take sixty
_NEEDED = frozenset({"document", "script", "xhr", "fetch"})  # no pictures, styles, fonts, media
_PASSED_ON = ("accept", "content-type", "origin", "referer", "x-requested-with")
# Of the page as served, not as drawn: kept, they would call a list unchanged whose data changed.
_OF_THE_SERVED = OF_THE_WIRE | {"etag", "last-modified", "set-cookie"}

_log = logging.getLogger(__name__)


class DrawnOrAsked(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc] # untyped
    """Draws what is marked for it; everything else is asked for as everywhere."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._http = AskedOnce(crawler)
        self._https = VerifiedFirst(crawler)

    async def download_request(self, request: Request) -> Response:
        """Draws a page, or asks for it; by https verified first."""
        if request.meta.get("playwright"):
            drawn: Response = await super().download_request(request)
            return drawn
        undrawn = self._http if request.url.startswith("http:") else self._https
        return await undrawn.download_request(request)

    async def close(self) -> None:
        """Closes the browser and the connections."""
        await super().close()
        await self._http.close()
        await self._https.close()


class Drawing:
    """One page while it is drawn; answers what the browser asks.

    ``may_ask`` says of a URL whether the walk may ask its host.
    """

    def __init__(self, crawler: Crawler, may_ask: Callable[[str], bool]) -> None:
        self.crawler = crawler
        self.may_ask = may_ask
        self.asked = 0
        self._opened = False
        self._page: Request | None = None

    @property
    def meta(self) -> dict[str, Any]:
        """What a Scrapy request needs to be drawn: keys of scrapy-playwright and Scrapy."""
        return {
            "playwright": True,
            "playwright_context_kwargs": {
                "user_agent": self.crawler.settings["USER_AGENT"],
                "locale": "zh-CN",
                "service_workers": "block",  # their requests could not be stopped
                "accept_downloads": False,
            },
            "playwright_page_init_callback": self.open,
            "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": LONGEST},
            "playwright_page_methods": [PageMethod(settle)],
            # One page at a time over all sites, beside the host's own slot, which its parts need.
            "download_slot": "chromium",
            "dont_retry": True,
        }

    async def open(self, page: Page, request: Request) -> None:
        """Stops every request of the page from here on."""
        self._page = request
        await page.route("**/*", self.answer)

    async def answer(self, route: Route) -> None:
        """Gives the browser what Scrapy is answered, or refuses."""
        response = await self._ask(route.request) if self._permits(route.request) else None
        if self._page and response and route.request.is_navigation_request():
            self._page.meta["transport"] = response.meta.get("transport")
        with contextlib.suppress(Error):  # the page was closed in the meantime
            if response is None:
                # "aborted" keeps the page that stands; other reasons put up the browser's own
                await route.abort("aborted" if self._drawn(route.request) else "failed")
            else:
                await route.fulfill(
                    status=response.status,
                    headers=_headers(response, route.request),
                    body=response.body,
                )

    def _drawn(self, asked: Asked) -> bool:
        """Whether a page stands already that this navigation would replace."""
        return asked.is_navigation_request() and asked.frame.url not in ("", "about:blank")

    def _permits(self, asked: Asked) -> bool:
        if asked.resource_type not in _NEEDED or not self.may_ask(asked.url):
            return False
        if asked.is_navigation_request():
            first, self._opened = not self._opened, True
            return first
        self.asked += 1
        return self.asked <= MOST_REQUESTS

    async def _ask(self, asked: Asked) -> Response | None:
        request = Request(
            asked.url,
            method=asked.method,
            headers={name: asked.headers[name] for name in _PASSED_ON if name in asked.headers},
            body=asked.post_data_buffer or b"",
            dont_filter=True,
        )
        for _ in range(MOST_REDIRECTS):
            try:
                response = await self.crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 - without one of its parts a page is drawn as far as it goes
                _log.info("%s: not given to the browser: %r", request.url, error)
                return None
            target = (response.headers.get("Location") or b"").decode("latin-1")
            if response.status not in REDIRECT_STATUSES or not target:
                return response
            request = request.replace(url=response.urljoin(target))
            if not self.may_ask(request.url):
                return None
        return None


async def settle(page: Page) -> None:
    """Waits until the page asks for nothing more; one that never rests is taken as it stands."""
    with contextlib.suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=LONGEST)


def _headers(response: Response, asked: Asked) -> dict[str, str]:
    headers = {
        str(name).lower(): value
        for name, value in response.headers.to_unicode_dict().items()
        if str(name).lower() not in _OF_THE_SERVED
    }
    browser = asked.frame.page.context.browser
    if asked.is_navigation_request() and browser is not None:
        headers[RENDERED] = f"chromium/{browser.version}"
    return headers
