"""``nianbao agencies found``, through the real program: fetched, archived, judged, remembered."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from crawler.found.network import transport_to
from crawler.found.visitor import refuse_odd
from storage import queries
from storage.errors import CrawlError
from tests.crawler.alerts.receivers import Inbox, robots
from tests.crawler.paper_site import listing, page
from tests.pipelines.home import report_page
from tests.program import Program
from tests.served import Silent, served

pytestmark = pytest.mark.slow

HOST = "www.linhe.gov.cn"
SITE = f"http://{HOST}"
AS_OF = "2026-02-10"
TITLE = "临河县{}2025年政府信息公开工作年度报告"
PATH = (
    '<div class="position">当前位置：<a href="/">首页</a> &gt; '
    '<a href="/odd/">政府信息公开年报</a></div>'
)


def of(name: str, year: int = 2025) -> str:
    """A report page with its path and title."""
    body = report_page(f"临河县{name}", year, f"{year + 1}-02-05").decode()
    return body.replace("<body>", f"<body>{PATH}", 1)


PAGES: dict[str, str] = {
    f"{SITE}/robots.txt": "User-agent: *\nDisallow: /secret/\n",
    # nothing leads to the column: a person has to say where it is
    f"{SITE}/": page("临河县人民政府", '<a href="/news/1.html">县委召开会议</a>'),
    f"{SITE}/odd/": listing(
        "政府信息公开年报",
        [
            (f"/odd/a/{n}.html", TITLE.format(name), "2026-02-05")
            for n, name in enumerate(("财政局", "民政局"))
        ],
    ).replace('<div class="where">', '<div class="position">'),
    f"{SITE}/odd/a/0.html": of("财政局"),
    f"{SITE}/odd/a/1.html": of("民政局"),
    f"{SITE}/old.html": of("财政局", 2024),
    f"{SITE}/news.html": page("临河县要闻", "<h1>县委召开会议</h1><p>会议强调抓好落实。</p>" * 30),
    f"{SITE}/secret/1.html": of("财政局"),
    f"{SITE}/away.html": "->http://www.linhe-gov.example.com/1.html",
    f"{SITE}/sister.html": "->http://zfxxgk.linhe.gov.cn/1.html",
    f"{SITE}/inside.html": "->http://10.0.0.7/1.html",
    f"{SITE}/huge.html": "x" * 200_000,
    "http://zfxxgk.linhe.gov.cn/1.html": of("财政局"),
    "http://www.linhe-gov.example.com/1.html": of("财政局"),
}
REGISTRY = (
    "id,name,class,homepage,parent_id,first_report_year\n"
    f"linhe,临河县人民政府,government_county_level_and_above,{SITE}/,,2025\n"
    "czj,临河县财政局,department_county_level_and_above,,linhe,2025\n"
    "mzj,临河县民政局,department_county_level_and_above,,linhe,2025\n"
)


@dataclass
class Asked:
    """What the web was asked, and by whom."""

    urls: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)


@contextmanager
def web(asked: Asked) -> Iterator[str]:
    """A proxy that answers for every host."""

    class Handler(Silent, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.urls.append(self.path)
            asked.agents.add(self.headers["User-Agent"])
            text = PAGES.get(self.path, "")
            leads = text.removeprefix("->") if text.startswith("->") else ""
            body = b"" if leads else text.encode()
            self.send_response(302 if leads else 200 if body else 404)
            if leads:
                self.send_header("Location", leads)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as url:
        yield url


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the registry and nothing else."""
    home = tmp_path_factory.mktemp("registered")
    (home / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    Program(home).done("agencies", "import", str(home / "registry.csv"))
    return home


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def program(asked: Asked, registered: Path, tmp_path: Path) -> Iterator[Program]:
    shutil.copytree(registered, tmp_path / "home")
    with web(asked) as proxy:
        yield Program(tmp_path / "home", proxy)


def found(program: Program, url: str, agency: str = "czj", code: int = 0) -> dict[str, Any]:
    words = ("agencies", "found", agency, "2025", url, "--as-of", AS_OF, "--json")
    answer: dict[str, Any] = json.loads(program.done(*words, codes=(code,)))
    return answer


def states(program: Program) -> dict[str, str]:
    lines = program.done("coverage", "--as-of", AS_OF, "--json", codes=(0, 3)).splitlines()
    return {line["agency_id"]: line["state"] for line in map(json.loads, lines)}


def test_here_it_is_and_its_column_is_read_by_the_next_crawl(
    program: Program, asked: Asked
) -> None:
    program.done("crawl")
    assert states(program)["czj"] == "column_not_located"
    answer = found(program, f"{SITE}/odd/a/0.html")
    assert (answer["state"], answer["accepted"]) == ("found_late", True)
    assert (answer["column"], answer["column_learned"]) == (f"{SITE}/odd/", True)
    assert states(program) == {"czj": "found_late", "mzj": "overdue_not_seen", "linhe": "not_due"}
    assert program.done("verify").endswith(" 0 problems\n")
    assert all("tests@example.org" in agent for agent in asked.agents)

    asked.urls.clear()
    program.done("crawl")
    assert states(program)["mzj"] == "found_late"
    assert f"{SITE}/" in asked.urls  # the home page too: one column says nothing of the others
    assert not found(program, f"{SITE}/odd/a/1.html", "mzj")["column_learned"]


def test_a_sister_host_may_be_led_to(program: Program) -> None:
    assert found(program, f"{SITE}/sister.html")["state"] == "found_late"


@pytest.mark.parametrize(
    ("url", "state", "document"),
    [
        (f"{SITE}/old.html", "column_not_located", "read"),  # another year's: kept as that one's
        (f"{SITE}/odd/a/1.html", "overdue_not_seen", "read"),  # another agency's
        (f"{SITE}/news.html", "column_not_located", "rejected"),
    ],
)
def test_what_stands_there_decides(program: Program, url: str, state: str, document: str) -> None:
    answer = found(program, url, code=3)
    assert not answer["accepted"]
    assert answer["documents"][0]["state"] == document


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"{SITE}/secret/1.html", f"robots.txt of {HOST} disallows it"),
        (f"{SITE}/away.html", "it leads to www.linhe-gov.example.com, outside this site"),
        (f"{SITE}/inside.html", "it leads to 10.0.0.7, outside this site"),
        (f"{SITE}/none.html", "no report there: status 404"),
        ("http://www.linhe-gov.example.com/1.html", "no government's host and no site of the"),
        ("http://10.0.0.7/1.html", "10.0.0.7 is a private address"),
        ("http://localhost/1.html", "does not begin with http:// or https:// and a host"),
        ("file:///etc/passwd", "does not begin with http:// or https:// and a host"),
        ("http://u:p@www.linhe.gov.cn/", "does not begin with http:// or https:// and a host"),
    ],
)
def test_refused(program: Program, asked: Asked, url: str, words: str) -> None:
    ended = program("agencies", "found", "czj", "2025", url)
    assert ended.returncode == 1
    assert words in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert not any(host in one for one in asked.urls for host in ("10.0.0.7", "example.com"))
    assert not any("/secret/" in one for one in asked.urls)


def test_no_such_agency(program: Program) -> None:
    ended = program("agencies", "found", "nobody", "2025", f"{SITE}/old.html")
    assert (ended.returncode, "agency nobody is not in the registry" in ended.stderr) == (1, True)


def test_a_name_that_points_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    client = httpx.Client(transport=transport_to("http://localhost:9/", strict=True))
    with client, pytest.raises(CrawlError, match="points to the private address"):
        client.get("http://localhost:9/")


@pytest.mark.parametrize("url", ["http://[::1", "https://127.0.0.1/", "http://[fe80::1.2]/"])
def test_odd_addresses(url: str) -> None:
    with pytest.raises(CrawlError):
        refuse_odd(url)


def test_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch, asked: Asked) -> None:
    from crawler.found.visitor import Visitor

    with web(asked) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        visitor = Visitor(None, None, 0, lambda host: True)  # type: ignore[arg-type] # never reached
        with pytest.raises(CrawlError, match="more than 1,000 bytes"):
            visitor._fetch(f"{SITE}/huge.html", 1000)


def test_a_certificate_that_does_not_verify_is_noted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from crawler.found.visitor import Visitor

    with robots(Inbox(), tmp_path) as (proxy, _):
        monkeypatch.setenv("https_proxy", proxy)
        visitor = Visitor(None, None, 0, lambda host: True)  # type: ignore[arg-type] # never reached
        for _ in range(2):
            exchange = visitor._fetch("https://open.feishu.cn/report.html", 10_000)
    assert exchange.transport == "https unverified: self-signed certificate"
    assert visitor.requests == 3  # strictly once


def test_each_answer_of_a_person_is_in_the_history(program: Program) -> None:
    found(program, f"{SITE}/odd/a/0.html")
    with program.database() as database, database.snapshot() as session:
        (crawl,) = queries.crawls(session)
    assert crawl.arguments == {
        "found": f"{SITE}/odd/a/0.html",
        "agency": "czj",
        "report_year": 2025,
    }
    assert crawl.counts["requests"] >= 3
