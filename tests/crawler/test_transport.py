"""Https before http, verified before unverified, and each answer with how it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from storage import queries
from tests.crawler.paper_site import listing, page, report
from tests.crawler.tls_servers import Web, ancient, certified, self_signed, served
from tests.program import Program

GOOD = "www.linhe.gov.cn"
EXPIRED = "www.qinghe.gov.cn"
SELF_SIGNED = "www.shanyin.gov.cn"
OLD = "www.hegang.gov.cn"
OTHER_NAME = "www.luhe.gov.cn"
PLAIN = "www.beishan.gov.cn"
HOSTS = {
    GOOD: "临河",
    EXPIRED: "清河",
    SELF_SIGNED: "山阴",
    OLD: "鹤岗",
    OTHER_NAME: "陆河",
    PLAIN: "北山",
}
SECURE = {EXPIRED, SELF_SIGNED, OLD, OTHER_NAME}  # whose home page the registry has with https
TITLE = "{}县财政局2025年政府信息公开工作年度报告"


def pages(host: str, path: str) -> str | None:
    title = TITLE.format(HOSTS[host])
    return {
        "/": page(f"{HOSTS[host]}县财政局", '<a href="/nb/">政府信息公开年报</a>'),
        "/nb/": listing("政府信息公开年报", [("/nb/2025.html", title, "2026-01-20")]),
        "/nb/2025.html": report(title),
    }.get(path)


def registry() -> str:
    lines = ["id,name,class,homepage,first_report_year"]
    for host, place in HOSTS.items():
        scheme = "https" if host in SECURE else "http"
        lines.append(
            f"{host},{place}县财政局,department_county_level_and_above,{scheme}://{host}/,2025"
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Web]]:
    home: Path = tmp_path_factory.mktemp("transport")
    (home / "registry.csv").write_text(registry(), encoding="utf-8")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home / "authority.pem"))
    expired = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    web = Web(
        pages,
        {
            GOOD: certified(authority, GOOD),
            EXPIRED: certified(authority, EXPIRED, not_after=expired),
            SELF_SIGNED: self_signed(SELF_SIGNED, home),
            OLD: ancient(authority, OLD),
            OTHER_NAME: certified(authority, "default.example"),
        },
    )
    with served(web) as proxy:
        settings = {"https_proxy": proxy, "SSL_CERT_FILE": str(home / "authority.pem")}
        program = Program(home, proxy, settings)
        program.done("agencies", "import", str(home / "registry.csv"))
        program.done("crawl")
        yield program, web


def transports(program: Program, host: str) -> set[str]:
    with program.database() as database, database.snapshot() as session:
        return {
            capture.transport or ""
            for scheme in ("http", "https")
            for path in ("", "nb/", "nb/2025.html")
            for capture in queries.captures(session, f"{scheme}://{host}/{path}")
        }


@pytest.mark.parametrize(
    ("host", "transport"),
    [
        (GOOD, "https verified"),
        (EXPIRED, "https unverified: its certificate expired on 2020-01-01"),
        (SELF_SIGNED, "https unverified: its certificate is signed by itself"),
        (OLD, "https unverified: old TLS, tlsv1 alert protocol version"),
        (OTHER_NAME, "https unverified: its certificate is of another name"),
        (PLAIN, "http"),
    ],
)
def test_each_answer_says_how_it_came(
    crawled: tuple[Program, Web], host: str, transport: str
) -> None:
    assert transports(crawled[0], host) == {transport}


def test_https_is_asked_for_once_where_the_registry_has_http(
    crawled: tuple[Program, Web],
) -> None:
    asked = crawled[1].asked
    assert asked.count(f"CONNECT {PLAIN}") == 1
    assert not [url for url in asked if url.startswith(f"http://{GOOD}")]


def test_robots_txt_is_read_over_the_scheme_that_is_used(crawled: tuple[Program, Web]) -> None:
    of_plain = [url for url in crawled[1].asked if url.endswith(PLAIN) or f"//{PLAIN}/" in url]
    assert of_plain[:2] == [f"CONNECT {PLAIN}", f"http://{PLAIN}/robots.txt"]


def test_the_site_remembers_how_it_answered(crawled: tuple[Program, Web]) -> None:
    program, web = crawled
    del web.asked[:]
    program.done("crawl")
    assert f"CONNECT {PLAIN}" not in web.asked
    with program.database() as database, database.snapshot() as session:
        sites = {site.host: site.transport for site in queries.sites(session)}
    assert sites[PLAIN] == "http"
    assert sites[GOOD] == "https verified"
    assert sites[EXPIRED] == "https unverified: its certificate expired on 2020-01-01"
