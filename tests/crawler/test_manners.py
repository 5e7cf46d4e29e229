"""Manners, through the real program: robots.txt, pauses, one connection a host, one user agent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.crawler.paper_site import listing, page, report
from tests.program import Program, kill_group
from tests.served import Silent, served

pytestmark = pytest.mark.slow

HOST = "www.linhe.gov.cn"
TITLE = "临河县财政局{}年政府信息公开工作年度报告"
PAUSE = 1.0  # seconds, asked for in robots.txt; the operator's own delay is shorter
CUT = "/nb/2025.html"
MORTAL = "mortal@example.org"
PAGES = {
    "/robots.txt": f"User-agent: *\nCrawl-delay: {PAUSE:g}\nDisallow: /secret/\n",
    "/": page(
        "临河县人民政府",
        '<a href="/nb/">政府信息公开年报</a><a href="/secret/nb/">政府信息公开年报</a>'
        '<a href="http://www.linhe-gov.com/nb/">政府信息公开年报</a>',
    ),
    "/nb/": listing(
        "政府信息公开年报",
        [(f"/nb/{year}.html", TITLE.format(year), f"{year + 1}-01-20") for year in (2025, 2024)],
    ),
    "/nb/2025.html": report(TITLE.format(2025)),
    "/nb/2024.html": report(TITLE.format(2024)),
}
REGISTRY = (
    "id,name,class,homepage,first_report_year\n"
    f"czj,临河县财政局,department_county_level_and_above,http://{HOST}/,2024\n"
)


@dataclass
class Asked:
    """What the web was asked: host, path, when, by whom, and how much at once."""

    requests: list[tuple[str, str, float, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    heard: Callable[[str], object] = str  # is told of whoever asks

    def pauses(self) -> list[float]:
        return [later - sooner for (*_, sooner, _), (*_, later, _) in pairwise(self.requests)]

    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.requests]


@contextmanager
def web(asked: Asked) -> Iterator[str]:
    """A proxy that answers for the one host; to see what fails asked again, 503 once for the list,
    and once no answer to a report over a connection that was good until then.
    """
    lock = threading.Lock()

    class Handler(Silent, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            with lock:
                agent = self.headers["User-Agent"]
                first = parts.path not in asked.paths()
                asked.requests.append((parts.netloc, parts.path, time.monotonic(), agent))
                asked.at_once += 1
                asked.most_at_once = max(asked.most_at_once, asked.at_once)
            asked.heard(agent)
            time.sleep(0.05)
            fails = parts.path == "/nb/" and first
            body = b"" if fails else PAGES.get(parts.path, "").encode()
            with lock:  # done before the answer is out: the next request may come with it
                asked.at_once -= 1
            if first and parts.path == CUT:
                self.close_connection = True
                return
            self.send_response(503 if fails else 200 if body else 404)
            self.send_header("Content-Type", "text/plain" if "robots" in self.path else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as url:
        yield url


def registered(program: Program) -> Program:
    """A program whose registry is the one agency."""
    (program.home / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    program.done("agencies", "import", str(program.home / "registry.csv"))
    return program


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    home: Path = tmp_path_factory.mktemp("manners")
    seen = Asked()
    with web(seen) as proxy:
        program = registered(Program(home, proxy, {"NIANBAO_DOWNLOAD_DELAY": "0.1"}))
        program.done("crawl")
    return seen


@pytest.fixture(scope="module")
def asked_by_two(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The same site asked by two crawls that run at once."""
    home: Path = tmp_path_factory.mktemp("two")
    seen = Asked()
    with web(seen) as proxy, ThreadPoolExecutor(2) as threads:
        program = registered(Program(home, proxy, {"NIANBAO_DOWNLOAD_DELAY": "0.1"}))
        list(threads.map(program.done, ["crawl"] * 2))
    return seen


@pytest.fixture(scope="module")
def asked_by_one_that_died(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The same site asked by two crawls, of which one is killed over its fourth request."""
    home: Path = tmp_path_factory.mktemp("died")
    seen = Asked()
    with web(seen) as proxy:
        # the same as the site's wish: the other may not have read that yet
        settings = {"NIANBAO_DOWNLOAD_DELAY": f"{PAUSE:g}"}
        mortal = registered(Program(home, proxy, {**settings, "NIANBAO_CONTACT": MORTAL}))
        process = mortal.start("crawl")

        def kill(agent: str) -> None:
            of_it = sum(MORTAL in one for *_, one in seen.requests)
            if MORTAL in agent and of_it == 4:
                kill_group(process)

        seen.heard = kill
        Program(home, proxy, settings).done("crawl")
        kill_group(process)
    return seen


def test_the_pause_is_kept_when_somebody_else_asks(asked_by_two: Asked) -> None:
    # four requests: each of the two has read the wish of robots.txt by then
    assert min(asked_by_two.pauses()[4:]) > PAUSE / 2


def test_the_pause_after_a_crawl_that_was_killed_is_kept(asked_by_one_that_died: Asked) -> None:
    agents = [MORTAL in one for *_, one in asked_by_one_that_died.requests]
    last = max(number for number, mortal in enumerate(agents) if mortal)
    assert sum(agents) == 4
    assert asked_by_one_that_died.pauses()[last] > PAUSE / 2


def test_two_crawls_share_one_connection(asked_by_two: Asked) -> None:
    assert asked_by_two.most_at_once == 1
    assert asked_by_two.paths().count("/") == 2


def test_everything_allowed_is_found(asked: Asked) -> None:
    assert {"/nb/2025.html", "/nb/2024.html"} <= set(asked.paths())


def test_robots_txt_is_asked_first_and_obeyed(asked: Asked) -> None:
    assert asked.paths()[0] == "/robots.txt"
    assert not any(path.startswith("/secret/") for path in asked.paths())


def test_the_pause_that_the_site_asks_for_is_kept(asked: Asked) -> None:
    pauses = asked.pauses()[1:]  # the file itself brings the wish
    # A busy machine notes one arrival late: that pause looks longer by as much as the next shorter.
    assert sum(pauses) >= PAUSE * (len(pauses) - 0.5)
    assert min(pauses) > PAUSE / 2


def test_one_connection_at_a_time(asked: Asked) -> None:
    assert asked.most_at_once == 1


def test_a_server_that_fails_is_asked_again(asked: Asked) -> None:
    assert asked.paths().count("/nb/") == 2
    assert asked.paths().count(CUT) == 2


def test_only_hosts_of_the_registry_are_asked(asked: Asked) -> None:
    assert {host for host, _, _, _ in asked.requests} == {HOST}


def test_one_user_agent_with_a_contact(asked: Asked) -> None:
    (agent,) = {agent for _, _, _, agent in asked.requests}
    assert agent.startswith("nianbao/")
    assert "tests@example.org" in agent
