"""The ground of one walk: the hosts it may ask, and the navigation that is on every page."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.spiders.frontier import Fetch
from crawler.spiders.hosts import HostRules, HostStanding, request_key
from crawler.spiders.pages.page import Page
from storage.addresses import host_of

_NAMED = 50.0  # from here on a link says by its name or address that it is the way


@dataclass
class Territory:
    """Which addresses belong to a site; ``own`` are its hosts, ``site_wide`` its menu's pages."""

    rules: HostRules
    own: set[str]
    site_wide: set[str] = field(default_factory=set)

    def standing(self, url: str) -> HostStanding:
        """What the host of an address is to this site."""
        return self.rules.standing(host_of(url), frozenset(self.own))

    def allows(self, url: str) -> bool:
        """Whether an address is on a host of the site or under the same government name."""
        return self.rules.may_ask(host_of(url), frozenset(self.own))

    def is_worth(self, target: Fetch) -> bool:
        """Whether a link may be followed.

        A sister host is another body's site more often than not: only what says that it is the way
        is followed there.
        """
        standing = self.standing(target.url)
        return standing is HostStanding.OWN or (
            standing is HostStanding.SISTER and target.score >= _NAMED
        )

    def learn_menu(self, home: Page) -> None:
        """Notes the links of the home page: on every other page they say nothing about it."""
        self.site_wide.update(request_key(link.url) for link in home.links)
