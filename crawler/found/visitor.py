"""A polite visitor: robots.txt obeyed, pauses kept, sizes bounded, every answer archived."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from crawler import settings as manners
from crawler.found.network import tls_fault, transport_to
from crawler.spiders.answers import Answer, Judged, Outcome, judge_answer
from crawler.spiders.hosts import is_private
from crawler.spiders.schemes import VERIFIED
from storage import archive
from storage.addresses import host_of
from storage.database import Database
from storage.errors import CrawlError
from storage.records import Exchange
from storage.warc import WarcStore

MOST_REDIRECTS = 5
MOST_BYTES = manners.DOWNLOAD_MAXSIZE
MOST_SECONDS = 300.0  # for one answer, however slowly it drips
ROBOTS_BYTES = 512 * 1024
LONGEST_PAUSE = 30.0


@dataclass
class Visitor:
    """Asks for pages one after the other, for one crawl.

    ``may_ask`` says whether a redirect may be followed to a host.
    """

    database: Database
    store: WarcStore
    crawl_id: int
    may_ask: Callable[[str], bool]
    requests: int = 0
    _robots: dict[str, Protego] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)
    _weak: dict[str, str] = field(default_factory=dict)

    def visit(self, url: str) -> tuple[Answer, Judged]:
        """The answer at an address, after its redirects, and what it is.

        Raises:
            CrawlError: it may not be asked, nobody answers, it is too large, or it leads astray.
        """
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url)
            judged = judge_answer(answer)
            if judged.outcome is not Outcome.REDIRECT:
                return answer, judged
            url = urljoin(answer.url, judged.target)
            if not self.may_ask(host_of(url)):
                raise CrawlError(
                    f"it leads to {host_of(url)}, outside this site's hosts: not asked"
                )
        raise CrawlError(f"more than {MOST_REDIRECTS} redirects: not followed")

    def _ask(self, url: str) -> Answer:
        refuse_odd(url)
        if not self._rules(url).can_fetch(url, manners.USER_AGENT):
            raise CrawlError(f"robots.txt of {host_of(url)} disallows it: not asked")
        self._pause(url)
        exchange = self._fetch(url, MOST_BYTES)
        with self.database.session() as session:
            capture = archive.store_exchange(session, self.store, self.crawl_id, exchange)
        return Answer(
            url,
            exchange.status,
            exchange.body,
            exchange.header("Content-Type"),
            exchange.header("Location"),
            capture_id=capture.id,
            digest=capture.digest,
        )

    def _rules(self, url: str) -> Protego:
        """The robots.txt of an address's host; one that is not there allows everything."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            try:
                exchange = self._fetch(f"{root}/robots.txt", ROBOTS_BYTES)
                text = exchange.body.decode("utf-8", "replace") if exchange.status == 200 else ""
            except CrawlError:
                text = ""
            self._robots[root] = Protego.parse(text)
        return self._robots[root]

    def _pause(self, url: str) -> None:
        """Waits so long after the request before it as the host wants."""
        delay = manners.DOWNLOAD_DELAY
        if delay <= 0:  # servers of one's own
            return
        asked = self._rules(url).crawl_delay(manners.USER_AGENT) or 0.0
        passed = time.monotonic() - self._asked_at.get(host_of(url), 0.0)
        time.sleep(max(0.0, max(delay, min(asked, LONGEST_PAUSE)) - passed))

    def _fetch(self, url: str, most: int) -> Exchange:
        """Asks once; a host whose TLS does not verify is asked as it is, and that is noted."""
        host = host_of(url)
        try:
            return self._answer(url, most, strict=host not in self._weak)
        except httpx.HTTPError as error:
            fault = "" if host in self._weak else tls_fault(error)
            if not fault:
                raise CrawlError(f"{url}: no answer ({_named(error)})") from error
            self._weak[host] = fault
        except httpx.InvalidURL as error:
            raise CrawlError(f"{url}: no address ({error})") from error
        try:
            return self._answer(url, most, strict=False)
        except httpx.HTTPError as error:
            raise CrawlError(f"{url}: no answer ({_named(error)})") from error

    def _answer(self, url: str, most: int, *, strict: bool) -> Exchange:
        self.requests += 1
        headers = {"User-Agent": manners.USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        deadline = time.monotonic() + MOST_SECONDS
        body = bytearray()
        try:
            with (
                httpx.Client(
                    transport=transport_to(url, strict=strict),
                    timeout=manners.DOWNLOAD_TIMEOUT,
                    trust_env=False,
                ) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > most:
                        raise CrawlError(f"{url}: more than {most:,} bytes: not kept")
                    if time.monotonic() > deadline:
                        raise CrawlError(f"{url}: not here after {MOST_SECONDS:.0f} seconds")
        finally:
            self._asked_at[host_of(url)] = time.monotonic()
        return Exchange(
            url=url,
            method="GET",
            request_headers=tuple(response.request.headers.items()),
            request_body=b"",
            status=response.status_code,
            headers=tuple(response.headers.multi_items()),
            body=bytes(body),
            fetched_at=dt.datetime.now(dt.UTC),
            http_version=response.http_version,
            transport=self._transport(url),
        )

    def _transport(self, url: str) -> str:
        """How an answer came, in the words of a crawl."""
        if url.startswith("http:"):
            return "http"
        fault = self._weak.get(host_of(url))
        return f"https unverified: {fault}" if fault else VERIFIED


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def refuse_odd(url: str) -> None:
    """Refuses what is no address of the public web.

    Raises:
        CrawlError: it is another scheme, holds a password, or is a private address.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise CrawlError(f"{url!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or "." not in host or parts.username:
        raise CrawlError(f"{url!r} does not begin with http:// or https:// and a host")
    if is_private(host):
        raise CrawlError(f"{host} is a private address: not asked")
