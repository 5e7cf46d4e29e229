"""Which hosts may be a source: those of the registry and their kin under the same name.

Copies of government pages on lapsed or hijacked domains are common; none is ever a source.
"""

from __future__ import annotations

from collections.abc import Collection

_GOVERNMENT = ".gov.cn"
# Gateways that serve other sites' pages in Traditional characters under their own host.
_GATEWAYS = ("big5.", "gate.", "big5gate.")


def site_of(host: str) -> str:
    """A host in lower case, without a leading www. and without a final dot."""
    return host.lower().rstrip(".").removeprefix("www.")


def same_name(host: str) -> str:
    """The name that a government's hosts share: zfxxgk.beijing.gov.cn → beijing.gov.cn.

    Outside .gov.cn a host shares its name with no other.
    """
    host = host.lower().rstrip(".")
    if not host.endswith(_GOVERNMENT):
        return host
    label = host.removesuffix(_GOVERNMENT).rpartition(".")[2]
    return label + _GOVERNMENT if label else host


def is_official_host(host: str, registry_hosts: Collection[str]) -> bool:
    """Whether a host is one of the registry's, or a .gov.cn host under the name of one."""
    host = host.lower().rstrip(".")
    if not host or host.startswith(_GATEWAYS):
        return False
    sites = {site_of(known) for known in registry_hosts}
    if site_of(host) in sites:
        return True
    names = {same_name(known) for known in registry_hosts if known.endswith(_GOVERNMENT)}
    return host.endswith(_GOVERNMENT) and same_name(host) in names
