"""Web servers with good, bad and old TLS on this machine, behind a proxy."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests.served import served as answering

Pages = Callable[[str, str], str | None]
"""The page of a host and path, None for 404; ``->`` and an address for a redirect, ``RESET`` for no
answer, ``HUGE`` for one that says it is larger than any report.
"""

RESET = "reset"
HUGE = "huge"


@dataclass
class Web:
    """A proxy for hosts that serve ``pages``; the hosts in ``tls`` also over https."""

    pages: Pages
    tls: dict[str, ssl.SSLContext]
    asked: list[str] = field(default_factory=list)
    """Each request as scheme, host and path; CONNECT and the host for a tunnel asked for."""


def certified(
    authority: trustme.CA, name: str, not_after: dt.datetime | None = None
) -> ssl.SSLContext:
    """A server's TLS with a certificate of the authority for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=not_after).configure_cert(context)
    return context


def ancient(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """The same, which speaks TLS 1.0 and nothing newer."""
    context = certified(authority, name)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def self_signed(name: str, folder: Path) -> ssl.SSLContext:
    """The same with the authority's own certificate in the place of one for the name."""
    authority = trustme.CA(organization_name=name)
    file = folder / "self.pem"
    authority.private_key_pem.write_to_path(str(file))
    authority.cert_pem.write_to_path(str(file), append=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@contextmanager
def served(web: Web) -> Iterator[str]:
    """Serves a web; gives the URL of its proxy."""
    with answering(_handler(web)) as url:
        yield url


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        tunnel = ""

        def do_CONNECT(self) -> None:
            host = self.path.rpartition(":")[0]
            web.asked.append(f"CONNECT {host}")
            if host not in web.tls:
                self.send_error(502)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            self.close_connection = True
            with suppress(OSError), _over_tls(self.connection, web.tls[host]) as connection:
                type("Tunnelled", (Handler,), {"tunnel": host})(
                    connection, self.client_address, self.server
                )

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            scheme, host = ("https", self.tunnel) if self.tunnel else ("http", parts.netloc)
            web.asked.append(f"{scheme}://{host}{parts.path}")
            page = web.pages(host, parts.path)
            if page == RESET:
                self.close_connection = True
                return
            moved = page is not None and page.startswith("->")
            self.send_response(404 if page is None else 301 if moved else 200)
            if page is not None and moved:
                self.send_header("Location", page[2:])
            body = b"" if page is None or moved else page.encode()
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(200 * 2**20 if page == HUGE else len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = page == HUGE

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            """Silent."""

    return Handler


@contextmanager
def _over_tls(connection: socket.socket, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    wrapped = context.wrap_socket(connection, server_side=True)
    try:
        yield wrapped
    finally:
        wrapped.close()
