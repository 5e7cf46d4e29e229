"""One crawl in several processes: who gets which sites, and reports that stand on another's."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import walks
from crawler.run import CrawlSummary, choose_sites, run_crawl
from crawler.spiders.errands import read_errand, tell_errand
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import government_name
from crawler.spiders.scoring import Setting
from crawler.walks import CrawlProgress, shares_of
from storage import archive, queries
from storage.config import Settings
from storage.records import AgencyRecord, SiteRecord
from storage.vocabulary import AgencyClass, ColumnState, CrawlOutcome, SiteState
from tests.crawler.paper_site import listing, page, report
from tests.pipelines.home import Home, opened_home
from tests.served import Silent, served

CITY, COUNTY = "www.linhe.gov.cn", "www.dongshan.gov.cn"
NAMED_ELSEWHERE = f"http://{COUNTY}/xxgk/t2025.html"
PAGES = {
    f"http://{CITY}/": page("临河市人民政府", '<a href="/nb/">政府信息公开年报</a>'),
    f"http://{CITY}/nb/": listing(
        "政府信息公开年报",
        [
            ("/nb/2025.html", "临河市人民政府2025年政府信息公开工作年度报告", "2026-03-20"),
            (NAMED_ELSEWHERE, "东山县人民政府2025年政府信息公开工作年度报告", "2026-03-21"),
        ],
    ),
    f"http://{CITY}/nb/2025.html": report("临河市人民政府2025年政府信息公开工作年度报告"),
    f"http://{COUNTY}/": page("东山县人民政府", "<p>网站建设中</p>"),
    NAMED_ELSEWHERE: report("东山县人民政府2025年政府信息公开工作年度报告"),
}
AGENCIES = [
    AgencyRecord(
        id=ident, name=name, cls=AgencyClass.GOVERNMENT, homepage=f"http://{host}/",
        first_report_year=2025,
    )
    for ident, name, host in (
        ("linhe", "临河市人民政府", CITY),
        ("dongshan", "东山县人民政府", COUNTY),
    )
]  # fmt: skip


SLOW_SECONDS = 0.5

Crawl = Callable[[str, int], tuple[Home, CrawlSummary, list[CrawlProgress]]]


def site(ident: int, host: str) -> SiteRecord:
    return SiteRecord(ident, host, f"http://{host}/", SiteState.UNVISITED, "", None, None)


@given(
    st.lists(st.sampled_from([f"{part}.p{n}.gov.cn" for part in "abc" for n in range(80)])),
    st.integers(1, 8),
)
def test_each_site_is_in_one_share_and_a_place_in_one_process(
    hosts: list[str], processes: int
) -> None:
    sites = [site(n, host) for n, host in enumerate(dict.fromkeys(hosts))]
    shares = shares_of(sites, processes)
    assert sorted(chain(*shares)) == [one.id for one in sites]
    assert 1 <= len(shares) <= processes
    place = {one.id: government_name(one.host) for one in sites}
    held = [{place[ident] for ident in share} for share in shares]
    assert sum(map(len, held)) == len(set().union(*held))
    assert max(map(len, shares)) - min(map(len, shares)) <= 3  # a place of ours has three sites


def test_few_sites_pay_for_no_second_process() -> None:
    assert len(shares_of([site(n, f"www.p{n}.gov.cn") for n in range(walks.LEAST)], 8)) == 1


def test_an_errand_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    fetch = Fetch(
        NAMED_ELSEWHERE, Purpose.REPORT, 90.0, 3, setting=Setting.ANNUAL, column="c",
        title="东山县人民政府2025年政府信息公开工作年度报告", listed_on="2026-03-21",
        source="json", trail=("首页", "年报"),
    )  # fmt: skip
    tell_errand(fetch)
    assert read_errand(json.loads(capsys.readouterr().out)["errand"]) == fetch


@contextmanager
def web(pages: Mapping[str, str] = PAGES, slow: str = "") -> Iterator[str]:
    """Pages by address; the host ``slow`` answers after the others have ended."""

    class Handler(Silent, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            time.sleep(SLOW_SECONDS if parts.netloc == slow else 0)
            body = pages.get(f"http://{parts.netloc}{parts.path}", "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as url:
        yield url


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    """Crawls the two sites as a proxy gives them; with the home, for what came of it."""
    seen: list[CrawlProgress] = []
    with opened_home(tmp_path) as home:
        with home.database.session() as session:
            archive.save_agencies(session, AGENCIES)

        def run(proxy: str, processes: int) -> tuple[Home, CrawlSummary, list[CrawlProgress]]:
            for name, value in {
                "NIANBAO_HOME": str(tmp_path), "NIANBAO_DOWNLOAD_DELAY": "0", "http_proxy": proxy,
                "no_proxy": "",
            }.items():  # fmt: skip
                monkeypatch.setenv(name, value)
            sites = choose_sites(home.database, [agency.id for agency in AGENCIES])
            settings = Settings(home=tmp_path, processes=processes, download_delay=0)
            return home, run_crawl(home.database, settings, sites, seen.append), seen

        yield run


def test_a_walk_goes_on_when_it_names_a_report_that_another_has_already(crawl: Crawl) -> None:
    """The last to walk: all others have ended, and nothing is left to ask of them."""
    pages = {
        **PAGES,
        f"http://{CITY}/nb/": PAGES[f"http://{CITY}/nb/"].replace(
            "</body>", '<a href="/nb/index_1.html">下一页</a></body>'
        ),
        f"http://{CITY}/nb/index_1.html": listing(
            "政府信息公开年报",
            [("/nb/2024.html", "临河市人民政府2024年政府信息公开工作年度报告", "2025-03-20")],
        ),
        f"http://{CITY}/nb/2024.html": report("临河市人民政府2024年政府信息公开工作年度报告"),
        f"http://{COUNTY}/": page("东山县人民政府", '<a href="/xxgk/">政府信息公开年报</a>'),
        f"http://{COUNTY}/xxgk/": listing(
            "政府信息公开年报",
            [(NAMED_ELSEWHERE, "东山县人民政府2025年政府信息公开工作年度报告", "2026-03-21")],
        ),
    }
    with web(pages, slow=CITY) as proxy:
        home, ended, _ = crawl(proxy, 1)
    with home.database.snapshot() as session:
        columns = {one.url: (one.state, one.row_count) for one in queries.columns(session)}
        causes = [visit.cause for visit in queries.visits(session, crawl_id=ended.crawl_id)]
    assert columns == {
        f"http://{CITY}/nb/": (ColumnState.COMPLETE, 3),
        f"http://{COUNTY}/xxgk/": (ColumnState.COMPLETE, 1),
    }
    assert causes == ["", ""]


def test_a_report_on_a_site_of_another_process_is_fetched(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks, "LEAST", 1)
    with web() as proxy:
        home, ended, seen = crawl(proxy, 2)
        with home.database.snapshot() as session:
            arguments = queries.crawl(session, ended.crawl_id).arguments
            documents = {one.url for one in queries.documents(session)}
            visits = queries.visits(session, crawl_id=ended.crawl_id)
    assert ended.outcome is CrawlOutcome.FINISHED
    assert [len(share) for share in arguments["shares"]] == [1, 1]
    assert [errand["url"] for errand in arguments["errands"]] == [NAMED_ELSEWHERE]
    assert documents == {f"http://{CITY}/nb/2025.html", NAMED_ELSEWHERE}
    # what the errand came to says nothing of the site's own visit, which met no column
    outcomes = {visit.host: visit.outcome for visit in visits}
    assert outcomes == {CITY: CrawlOutcome.FINISHED, COUNTY: CrawlOutcome.FAILED}
    assert seen[-1].done == seen[-1].sites
