"""The web of the demo province: an HTTP forward proxy on the loopback.

``python -m deploy.demo.server --port 8899`` serves until it is stopped; ``DemoProvince().serve()``
is the same as a context manager. It answers for the hosts of the province and 502 for any other.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from deploy.demo.contents import site_contents
from deploy.demo.province import REGISTRY, Province, Site, load_province
from deploy.demo.reports import published_reports
from deploy.demo.styles import dress
from deploy.demo.styles.page import Page

NOT_FOUND = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"


class DemoProvince:
    """The sites of the province, ready to answer."""

    registry = REGISTRY

    def __init__(self, province: Province | None = None) -> None:
        self.province = province or load_province()
        reports = list(published_reports(self.province))
        contents = [site_contents(self.province, site, reports) for site in self.province.sites]
        self._sites = {c.site.host: (c.site, dress(c)) for c in contents}

    def answer(self, url: str, form: str = "") -> tuple[HTTPStatus, str, bytes]:
        """Status, content type and body for an absolute URL and an encoded form."""
        parts = urlsplit(url)
        if parts.hostname not in self._sites:
            return (
                HTTPStatus.BAD_GATEWAY,
                "text/plain; charset=utf-8",
                b"no such host in the province\n",
            )
        site, style = self._sites[parts.hostname]
        fields: Mapping[str, str] = dict(parse_qsl(f"{parts.query}&{form}"))
        page = (
            _robots(site)
            if parts.path == "/robots.txt"
            else style.answer(parts.path or "/", fields)
        )
        if page is None:
            return (
                HTTPStatus.NOT_FOUND,
                _content_type(site, "text/html"),
                NOT_FOUND.encode(site.charset),
            )
        return HTTPStatus.OK, _content_type(site, page.media_type), page.text.encode(site.charset)

    @contextmanager
    def serve(self, port: int = 0) -> Iterator[str]:
        """Serve from a thread of this process; gives the proxy's URL. Port 0 takes a free one."""
        server = self._listen(port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def serve_forever(self, port: int) -> None:
        """Serve in the foreground until interrupted; the first line printed is the URL."""
        with self._listen(port) as server:
            sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
            sys.stdout.flush()
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                return

    def _listen(self, port: int) -> ThreadingHTTPServer:
        handler = type("ProvinceHandler", (_Handler,), {"demo": self})
        return _Server(("127.0.0.1", port), handler)


def _robots(site: Site) -> Page | None:
    return Page(site.robots, "text/plain") if site.robots else None


def _content_type(site: Site, media_type: str) -> str:
    # The GBK site names its charset in the page alone, as old sites do.
    return media_type if site.charset == "gbk" else f"{media_type}; charset={site.charset}"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawl that is interrupted leaves its connections: that is no error of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection of a client that uses the server as its proxy."""

    demo: DemoProvince
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    # Without this the body waits for the acknowledgement of the headers, 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._reply(*self.demo.answer(self.path))

    def do_HEAD(self) -> None:
        self._reply(*self.demo.answer(self.path))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = self.rfile.read(length).decode("utf-8", "replace")
        self._reply(*self.demo.answer(self.path, form))

    def do_CONNECT(self) -> None:
        self._reply(HTTPStatus.BAD_GATEWAY, "text/plain", b"the province has no https\n")

    def _reply(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status is HTTPStatus.OK and self.headers.get("If-None-Match") == etag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Stay silent: the crawl has its own log."""


def main() -> None:
    """Serve the province until interrupted."""
    parser = argparse.ArgumentParser(prog="deploy.demo.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    DemoProvince().serve_forever(parser.parse_args().port)


if __name__ == "__main__":
    main()
