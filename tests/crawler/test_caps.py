"""What a crawl never does, through the real program: ask inside a network, swallow all, hammer."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.spiders.patience import BREAK
from storage import archive, queries
from storage.records import AgencyRecord
from storage.vocabulary import SiteState
from tests.crawler.paper_site import listing, page, report
from tests.crawler.tls_servers import HUGE, RESET, Pages, Web, served
from tests.program import Program

pytestmark = pytest.mark.slow

HOST = "www.linhe.gov.cn"
TITLE = "临河县财政局{}年政府信息公开工作年度报告"
YEARS = range(2008, 2026)


def registered(home: Path, homepage: str, proxy: str) -> Program:
    (home / "registry.csv").write_text(
        "id,name,class,homepage,first_report_year\n"
        f"czj,临河县财政局,department_county_level_and_above,{homepage},2008\n",
        encoding="utf-8",
    )
    program = Program(home, proxy)
    program.done("agencies", "import", str(home / "registry.csv"))
    return program


def crawled(home: Path, pages: Pages) -> tuple[Program, list[str]]:
    web = Web(pages, {})
    with served(web) as proxy:
        program = registered(home, f"http://{HOST}/", proxy)
        program.done("crawl")
    return program, web.asked


def listed(host: str, path: str) -> str | None:
    rows = [(f"/nb/{year}.html", TITLE.format(year), f"{year + 1}-01-20") for year in YEARS]
    return {
        "/": page("临河县财政局", '<a href="/nb/">政府信息公开年报</a>'),
        "/nb/": listing("政府信息公开年报", rows),
    }.get(path)


def test_a_name_that_points_inside_the_network_is_not_asked(tmp_path: Path) -> None:
    web = Web(lambda host, path: "inside", {})
    straight = Program(tmp_path, settings={"http_proxy": ""})
    with served(web) as inside, straight.database() as database:
        home = f"http://localhost:{inside.rpartition(':')[2]}/"  # which no import would take
        agency = AgencyRecord(id="czj", name="临河县财政局", homepage=home)
        with database.session() as session:
            archive.save_agencies(session, [agency])
        straight.done("crawl")
        with database.snapshot() as session:
            (site,) = queries.sites(session)
    assert web.asked == []
    assert site.state is SiteState.UNREACHABLE
    assert "private address" in (tmp_path / "logs" / "crawl-1.log").read_text("utf-8")


def test_a_redirect_into_the_network_is_not_followed(tmp_path: Path) -> None:
    def pages(host: str, path: str) -> str | None:
        return "->http://10.0.0.8/nb/" if path == "/nb/2025.html" else listed(host, path)

    _, asked = crawled(tmp_path, pages)
    assert {url.split("/")[2] for url in asked} == {HOST}


def test_what_says_it_is_larger_than_any_report_is_not_taken(tmp_path: Path) -> None:
    def pages(host: str, path: str) -> str | None:
        if path == "/nb/2024.html":
            return report(TITLE.format(2024))
        return HUGE if path == "/nb/2025.html" else listed(host, path)

    program, asked = crawled(tmp_path, pages)
    assert f"http://{HOST}/nb/2025.html" in asked
    assert [line["report_year"] for line in program.exported("reports")] == [2024]


def test_a_host_that_only_fails_is_left_alone(tmp_path: Path) -> None:
    def pages(host: str, path: str) -> str | None:
        return RESET if path.startswith("/nb/2") else listed(host, path)

    program, asked = crawled(tmp_path, pages)
    failed = {url for url in asked if "/nb/2" in url}
    assert len(failed) == BREAK < len(YEARS)
    with program.database() as database, database.snapshot() as session:
        (site,) = queries.sites(session)
    assert site.state is SiteState.UNREACHABLE
