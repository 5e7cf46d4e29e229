"""Connections to public addresses only, whatever a name points to and wherever a page leads."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable

import httpcore
import httpx

from crawler.spiders.hosts import is_private
from storage.config import proxy_of
from storage.errors import CrawlError

_Options = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class _PublicOnly(httpcore.SyncBackend):
    """Resolves a name and connects to the very address that was looked at."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _Options | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host by one of its addresses, if all of them are public.

        Raises:
            CrawlError: one of them is private, loopback or link-local.
            httpcore.ConnectError: the name is not known, or nobody answers.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(info[4][0]) for info in found]
        for address in addresses:
            if is_private(address):
                raise CrawlError(f"{host} points to the private address {address}: not asked")
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


class _PublicTransport(httpx.HTTPTransport):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_PublicOnly())


def transport_to(url: str, *, strict: bool) -> httpx.HTTPTransport:
    """The way to an address: through the operator's proxy where one is set, else direct.

    ``strict`` asks for a certificate that verifies and for the TLS of today; without it old county
    servers are taken as they are, as a crawl does once they have failed.
    """
    context = ssl.create_default_context()
    if not strict:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    proxy = proxy_of(url)
    return httpx.HTTPTransport(proxy=proxy, verify=context) if proxy else _PublicTransport(context)


def tls_fault(error: BaseException) -> str:
    """What in a failed request was the fault of its TLS, in OpenSSL's words; empty for others."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return getattr(cause, "verify_message", "") or cause.reason or "no common TLS"
        cause = cause.__cause__ or cause.__context__
    return ""
