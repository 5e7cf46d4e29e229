"""Chromium draws a packed list, over the real program, and asks the web for nothing by itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.config import Settings
from tests.crawler.test_rendering import EMPTY, HOME, HOST, NB, ROWS, site
from tests.program import Program

CHROMIUM = Settings().chromium
INSTALLED = find_spec("scrapy_playwright") is not None

needs_chromium = pytest.mark.skipif(
    not (INSTALLED and CHROMIUM.exists()),
    reason=f"draws with the extra `render` and with {CHROMIUM} (Debian: chromium)",
)

SCRIPT = """
fetch('/data/' + [2, 7].join('-'), {method: 'POST', body: 'c=1'}).then(r => r.json()).then(d => {
  document.getElementById('l').innerHTML =
    d.map(x => '<li><a href="' + x.u + '">' + x.n + '</a><span>' + x.t + '</span></li>').join('');
  document.cookie = 'a=1';
  fetch('/private/count'); fetch('http://www.elsewhere.example/count');
  new WebSocket('ws://127.0.0.1:PORT/socket');
  fetch('/moved'); new Image().src = '/pixel.png';
  setTimeout(() => location.reload(), 50);
});
"""


def packed(script: str) -> str:
    """The script as packers write it: nothing of it can be read without running it."""
    return f"eval(String.fromCharCode({','.join(str(ord(letter)) for letter in script)}))"


class Web:
    """A site behind a proxy on the loopback; notes what it is asked and how many at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.cookies: set[str] = set()
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        rows = [{"u": url, "n": title, "t": day} for url, title, day in ROWS]
        self.pages = {url: str(body) for url, body in site(EMPTY).items()} | {
            f"{HOME}robots.txt": "User-agent: *\nDisallow: /private/\n",
            f"{HOME}data/2-7": json.dumps(rows),
            f"{HOME}moved": f"->{HOME}arrived",
            f"{HOME}arrived": "{}",
        }

    @contextmanager
    def serve(self) -> Iterator[str]:
        handler = type("Handler", (_Handler,), {"web": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            self.pages[f"{HOME}js/z.js"] = packed(SCRIPT.replace("PORT", str(server.server_port)))
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()

    @contextmanager
    def note(self, url: str, agent: str, cookie: str) -> Iterator[None]:
        with self._lock:
            self.asked.append(url)
            self.agents.add(agent)
            self.cookies.add(cookie)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        yield
        with self._lock:
            self._now -= 1


class _Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        headers = self.headers
        with self.web.note(self.path, headers["User-Agent"], headers.get("Cookie", "")):
            self.rfile.read(int(headers.get("Content-Length") or 0))
            body = self.web.pages.get(self.path, "")
            moved = body.startswith("->")
            self.send_response(301 if moved else 200 if body else 404)
            if moved:
                self.send_header("Location", body[2:])
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("ETag", '"1"')
            self.end_headers()
            self.wfile.write(body.encode())

    do_POST = do_GET  # noqa: N815 - the name of the base class

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
        pass


@pytest.mark.slow
@needs_chromium
def test_chromium_draws_a_packed_list_and_asks_for_nothing_by_itself(tmp_path: Path) -> None:
    web = Web()
    with web.serve() as proxy:
        program = registered(tmp_path, proxy, {"NIANBAO_RENDER": "1"})
        program.done("crawl")
    assert {url for url, _, _ in ROWS} <= set(web.asked)
    assert web.asked.count(NB) == 2  # as served, as drawn; the script's reload is not followed
    assert web.asked.count(f"{HOME}data/2-7") == 1
    assert f"{HOME}arrived" in web.asked
    assert {urlsplit(url).netloc for url in web.asked} == {HOST}
    assert not {f"{HOME}private/count", f"{HOME}pixel.png"} & set(web.asked)
    assert web.most_at_once == 1
    assert web.cookies == {""}
    assert len(web.agents) == 1
    assert next(iter(web.agents)).startswith("nianbao/")
    drawn = archived(tmp_path)
    assert len(drawn) == 1
    assert ROWS[0][1] in drawn[0]


def registered(home: Path, proxy: str, settings: dict[str, str]) -> Program:
    """A program whose registry has the one agency of the site."""
    program = Program(home, proxy, settings)
    kind = "department_county_level_and_above"
    program.done(
        "agencies", "add", "a", "--name", "临河县财政局", "--class", kind, "--homepage", HOME
    )
    return program


def archived(home: Path) -> list[str]:
    """The bodies in the archive whose records say that they were drawn."""
    bodies = []
    for path in (home / "archive").glob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                headers = record.http_headers
                mark = headers and headers.get_header("X-Nianbao-Rendered")
                if mark and mark.startswith("chromium/"):
                    assert headers.get_header("ETag") is None
                    bodies.append(record.content_stream().read().decode())
    return bodies


@pytest.mark.skipif(not INSTALLED, reason="the extra `render` is not installed")
def test_a_browser_that_is_not_there_is_said_before_the_crawl(tmp_path: Path) -> None:
    settings = {"NIANBAO_RENDER": "1", "NIANBAO_CHROMIUM": str(tmp_path / "no-browser")}
    ended = registered(tmp_path, "", settings)("crawl")
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "no-browser" in ended.stderr
    assert "NIANBAO_CHROMIUM" in ended.stderr
