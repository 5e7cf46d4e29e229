"""Hosts by name: which are one government's, and which only show the pages of others."""

from __future__ import annotations

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


def is_gateway(host: str) -> bool:
    """Whether a host shows other sites' pages, converted: never a source, whatever its name."""
    return host.startswith(_GATEWAYS)
