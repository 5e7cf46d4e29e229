"""Which hosts a walk may ask: those of the registry, and hosts under the same government name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipelines.identify.hosts import is_gateway

GOVERNMENT_SUFFIXES = (".gov.cn", ".gov.hk", ".gov.mo")

_SESSION_NAME = re.compile(
    r"^(j?sessionid|phpsessid|aspsessionid\w*|sessid|session|session_?key|wssid|_t|_|rnd|rand|random|timestamp"
    r"|nocache|nonce)$",
    re.I,
)
_PATH_SESSION = re.compile(r";(jsessionid|sessionid|sid)=[^/?#]*", re.I)


class HostStanding(StrEnum):
    """What a host is to the walk of one site."""

    OWN = "own"  # the site's own host
    PROVEN = "proven"  # another name, shown to be the site's own
    SISTER = "sister"  # under the same government name, no site of the registry
    OTHER_SITE = "other_site"  # another site of the registry: its own walk asks it
    FOREIGN_GOVERNMENT = "foreign_government"  # .gov.cn, but another government's name
    OUTSIDE = "outside"  # never asked: clones live here


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


def government_name(host: str) -> str:
    """``beijing.gov.cn`` for ``zfxxgk.beijing.gov.cn``: the label under which a government sits.

    Outside the government suffixes it is the host itself, without ``www``.
    """
    for suffix in GOVERNMENT_SUFFIXES:
        if host.endswith(suffix):
            return host[: -len(suffix)].rsplit(".", 1)[-1] + suffix
    return host.removeprefix("www.")


class HostRules:
    """The hosts of the registry, and how any other host stands to one site."""

    def __init__(self, registry_hosts: Iterable[str]) -> None:
        self.registry = frozenset(host.lower() for host in registry_hosts)

    def standing(self, host: str, own: frozenset[str]) -> HostStanding:
        """How ``host`` stands to the site whose own hosts are ``own``."""
        if host in own:
            return HostStanding.OWN
        if is_gateway(host):
            return HostStanding.OUTSIDE
        if host in self.registry:
            return HostStanding.OTHER_SITE
        if any(self._same_name(host, mine) for mine in own):
            return HostStanding.SISTER
        if host.endswith(GOVERNMENT_SUFFIXES):
            return HostStanding.FOREIGN_GOVERNMENT
        return HostStanding.OUTSIDE

    @staticmethod
    def _same_name(host: str, mine: str) -> bool:
        name = government_name(mine)
        return host == name or host.endswith("." + name)


@lru_cache(maxsize=2**15)  # a site's menu is on every page of it
def request_key(url: str, method: str = "GET", body: bytes = b"") -> str:
    """The form under which two addresses of one page fall together.

    Session numbers, time stamps, default index files, upper case and the order of parameters make
    no new page: ASPX and JSP sites link to one page in all these ways.
    """
    parts = urlsplit(url)
    path = _PATH_SESSION.sub("", parts.path) or "/"
    path = re.sub(r"/(index|default)\.(s?html?|jsp|aspx?|php)$", "/", path, flags=re.I)
    pairs = [
        (name.lower(), value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _SESSION_NAME.match(name)
    ]
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    key = urlunsplit(("", host + port, path.lower(), urlencode(sorted(pairs)).lower(), ""))
    return key if method == "GET" else f"{method} {key} {body.decode('utf-8', 'replace')}"
