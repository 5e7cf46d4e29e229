"""The ground of one walk: the hosts it may ask, and the navigation that is on every page."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.spiders.frontier import Fetch
from crawler.spiders.hosts import HostRules, HostStanding, request_key
from crawler.spiders.pages.page import Page
from crawler.spiders.proof import Proofs
from storage.addresses import host_of

_ASKED = frozenset({HostStanding.OWN, HostStanding.SISTER, HostStanding.PROVEN})
_NAMED = 50.0  # from here on a link says by its name or address that it is the way


@dataclass
class Territory:
    """Which addresses belong to a site; ``own`` are its hosts, ``site_wide`` its menu's pages."""

    rules: HostRules
    own: set[str]
    proofs: Proofs
    site_wide: set[str] = field(default_factory=set)

    def standing(self, url: str) -> HostStanding:
        """What the host of an address is to this site."""
        host = host_of(url)
        standing = self.rules.standing(host, frozenset(self.own))
        if standing is HostStanding.FOREIGN_GOVERNMENT and host in self.proofs.hosts:
            return HostStanding.PROVEN
        return standing

    def allows(self, url: str) -> bool:
        """Whether an address is on a host of the site, by its name or by proof."""
        return self.standing(url) in _ASKED

    def may_prove(self, url: str, linked_from: str) -> bool:
        """Whether an address may be asked for once, to see whether its host is the site's own.

        Only the site's own pages may lead there, not those of a host that is itself only proven.
        """
        return self.standing(url) is HostStanding.FOREIGN_GOVERNMENT and self.standing(
            linked_from
        ) in (HostStanding.OWN, HostStanding.SISTER)

    def is_worth(self, target: Fetch) -> bool:
        """Whether a link may be followed.

        A sister host is another body's site more often than not: only what says that it is the way
        is followed there.
        """
        standing = self.standing(target.url)
        return standing is HostStanding.OWN or (standing in _ASKED and target.score >= _NAMED)

    def learn_menu(self, home: Page) -> None:
        """Notes the links of the home page: on every other page they say nothing about it."""
        self.site_wide.update(request_key(link.url) for link in home.links)
