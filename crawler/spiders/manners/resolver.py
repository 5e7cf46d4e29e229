"""Names resolve to public addresses only: no page can make this program ask inside a network."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from crawler.spiders.hosts import is_address, is_private
from storage.config import proxy_hosts
from storage.errors import CrawlError

_log = logging.getLogger(__name__)


class PrivateAddress(CrawlError):  # noqa: N818 - named for what happened
    """A host's name points to a private, loopback or link-local address."""


def refuse_private(address: str, name: str) -> str:
    """The address, if it is public.

    Raises:
        PrivateAddress: it is not.
    """
    if is_private(address):
        _log.warning("%s points to the private address %s: not asked", name, address)
        raise PrivateAddress(f"{name} points to the private address {address}: not asked")
    return address


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, which also runs after redirects and when a name's address changes.

    Not asked about here: the operator's own proxy, which then resolves the hosts of sites, and
    addresses written out as numbers, which come from the registry and were looked at there.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolves ``name`` and refuses private answers."""
        found = super().getHostByName(name, timeout)
        if name not in proxy_hosts() and not is_address(name):
            found.addCallback(refuse_private, name)
        return found
