"""Https before http: over which of them a site is asked.

A registry often has the address of before https came. So a site met for the first time is asked
once whether it answers over https with a certificate that verifies; a weaker one would be no better
than http, and is met only where http leads to it. What was found is remembered with the site.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crawler.spiders.answers import Answer
from crawler.spiders.frontier import Fetch, Purpose
from storage.addresses import host_of

VERIFIED = "https verified"
"""``transport`` of an answer whose certificate verified; see ``manners.transport``."""

HOME_SCORE = 100.0


@dataclass
class Schemes:
    """Over which scheme the pages of one site are asked.

    ``transport`` says how the site answered last time; ``may_ask_https`` is False where https does
    not leave this machine by the way that http does.
    """

    home_url: str
    transport: str | None
    may_ask_https: bool
    _turned: set[str] = field(default_factory=set)
    _only_http: set[str] = field(default_factory=set)

    def first(self) -> Fetch:
        """The first request of a walk: the home page, or a question whether https is served."""
        if self.transport == VERIFIED:
            return self._home("https")
        if self.transport or not self.may_ask_https or self.home_url.startswith("https:"):
            return self._home()
        # robots.txt is asked of each scheme anyway, and costs the server nothing
        return Fetch(f"https://{host_of(self.home_url)}/robots.txt", Purpose.KNOCK, HOME_SCORE)

    def home(self, knocked: Answer) -> Fetch:
        """The request for the home page, after the answer to that question."""
        return self._home("https" if knocked.transport == VERIFIED else "")

    def _home(self, scheme: str = "") -> Fetch:
        url = _over(scheme, self.home_url) if scheme else self.home_url
        return Fetch(url, Purpose.HOME, HOME_SCORE)

    def other(self, fetch: Fetch, answer: Answer) -> Fetch | None:
        """The same page over the other scheme, once: a host may serve only one of them.

        Any page over http where nothing answers over https; the home page also the other way.
        """
        is_https = fetch.url.startswith("https:")
        silent = is_https and answer.status == 0 and not answer.excluded
        if silent:
            self._only_http.add(host_of(fetch.url))
        first_page = fetch.purpose is Purpose.HOME and not fetch.redirects
        if fetch.key in self._turned or not (silent or first_page):
            return None
        self._turned.add(fetch.key)
        url = _over("http" if is_https else "https", fetch.url)
        return replace(fetch, url=url, redirects=fetch.redirects + 1)

    def as_served(self, fetch: Fetch) -> Fetch:
        """The request over http where its host was found to serve nothing else."""
        if fetch.url.startswith("https:") and host_of(fetch.url) in self._only_http:
            return replace(fetch, url=_over("http", fetch.url))
        return fetch


def _over(scheme: str, url: str) -> str:
    return f"{scheme}:{url.partition(':')[2]}"
