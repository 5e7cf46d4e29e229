"""TLS as old servers speak it: any certificate, TLS 1.0, short keys, legacy renegotiation."""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.spiders.hosts import is_address
from crawler.spiders.manners.asked_once import AskedOnce

_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name


@implementer(IOpenSSLClientConnectionCreator)
class _OldConnections:
    """Makes the connections to one host."""

    def __init__(self, context: SSL.Context, hostname: bytes) -> None:
        self._context = context
        self._hostname = hostname

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802, N803 - Twisted's
        """A connection that tells the server which of its sites is meant."""
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(tlsProtocol)
        if not is_address(self._hostname.decode("ascii")):  # RFC 6066, 3: never an address
            connection.set_tlsext_host_name(self._hostname)
        return connection


@implementer(IPolicyForHTTPS)
class OldTls:
    """Verifies nothing and allows what OpenSSL still has.

    Not by Scrapy's settings: Twisted takes a cipher list apart and loses its ``@SECLEVEL=0``,
    without which OpenSSL 3 and later refuse TLS 1.0 and short keys.
    """

    def __init__(self) -> None:
        self._context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        self._context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        self._context.set_min_proto_version(SSL.TLS1_VERSION)
        self._context.set_options(_LEGACY_SERVER_CONNECT)

    def creatorForNetloc(self, hostname: bytes, port: int) -> _OldConnections:  # noqa: N802 - Twisted's
        """How to connect to a host."""
        return _OldConnections(self._context, hostname)


class OldTlsHandler(AskedOnce):
    """Scrapy's handler of https with these connections; Scrapy's setting for it is deprecated."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        policy: Any = OldTls()  # mypy does not know of interfaces of zope
        self._contextFactory = policy
