"""Names resolve to public addresses only: no page of ours can make this program ask inside a network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from storage.errors import CrawlError


class PrivateAddress(CrawlError):  # noqa: N818 - named for what happened
    """A host's name points to a private, loopback or link-local address."""


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public internet; False for a name."""
    try:
        return not ipaddress.ip_address(address).is_global
    except ValueError:
        return False


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

    ``localhost`` stays usable: a proxy of the operator's may run there. Behind a proxy the proxy
    resolves the hosts of sites.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolves ``name`` and refuses private answers."""
        found = super().getHostByName(name, timeout)
        if name != "localhost":
            found.addCallback(refuse_private, name)
        return found
