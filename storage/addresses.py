"""Addresses of the web, as far as every room needs to take them apart."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port; empty if the URL is broken."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
