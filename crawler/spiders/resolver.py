"""Names resolve to public addresses only: no page can make this program ask inside a network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from storage.config import proxy_hosts
from storage.errors import CrawlError


class PrivateAddress(CrawlError):  # noqa: N818 - named for what happened
    """A host's name points to a private, loopback or link-local address."""


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public internet; False for a name."""
    try:
        return not ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def is_address(name: str) -> bool:
    """Whether a host is written as an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def refuse_private(address: str, name: str) -> str:
    """The address, if it is public.

    Raises:
        PrivateAddress: it is not.
    """
    if is_private(address):
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
