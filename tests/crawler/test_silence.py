"""A site that had reports and shows none now, through the real program: told, and no success."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import queries
from storage.vocabulary import ColumnState, SiteState
from tests.crawler.paper_site import listing, page, report
from tests.crawler.tls_servers import Web, served
from tests.program import Program

pytestmark = pytest.mark.slow

HOST = "www.linhe.gov.cn"
TITLE = "临河县财政局{}年政府信息公开工作年度报告"
YEARS = range(2016, 2026)
REGISTRY = (
    "id,name,class,homepage,first_report_year\n"
    f"czj,临河县财政局,department_county_level_and_above,http://{HOST}/,2016\n"
)
WALL = (
    "<html><body><noscript>请开启JavaScript并刷新该页.</noscript>"
    "<script>location.reload()</script></body></html>"
)


def column(*years: int) -> str:
    rows = [(f"/nb/{year}.html", TITLE.format(year), f"{year + 1}-01-20") for year in years]
    return listing("政府信息公开年报", rows)


def site() -> dict[str, str]:
    reports = {f"/nb/{year}.html": report(TITLE.format(year)) for year in YEARS}
    home = page("临河县财政局", '<a href="/nb/">政府信息公开年报</a>')
    return {"/robots.txt": "", "/": home, "/nb/": column(*YEARS)} | reports


@pytest.fixture
def pages() -> dict[str, str]:
    return site()


@pytest.fixture
def program(tmp_path: Path, pages: dict[str, str]) -> Program:
    (tmp_path / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    program = Program(tmp_path)
    program.done("agencies", "import", str(tmp_path / "registry.csv"))
    crawl(program, pages)
    return program


def crawl(program: Program, pages: dict[str, str], code: int = 0) -> str:
    """What a crawl of the pages prints, when it ends with the code."""
    with served(Web(lambda host, path: pages.get(path), {})) as proxy:
        return Program(program.home, proxy).done("crawl", codes=(code,))


def state(program: Program) -> SiteState:
    with program.database() as database, database.snapshot() as session:
        (one,) = queries.sites(session)
    return one.state


@pytest.mark.parametrize(
    ("changed", "told", "reached"),
    [
        (
            dict.fromkeys(site(), WALL),
            "网站拒绝访问（上次有 1 个栏目）：asks visitors",
            SiteState.BLOCKED,
        ),
        (
            {"/robots.txt": "User-agent: *\nDisallow: /\n"},
            "网站拒绝访问（上次有 1 个栏目）：robots.txt",
            SiteState.EXCLUDED,
        ),
        (
            {"/": page("临河县财政局", "改版中"), "/nb/": page("临河县财政局", "改版中")},
            "栏目里没有年报了（上次有 1 个栏目）：http://www.linhe.gov.cn/nb/",
            SiteState.REACHABLE,
        ),
    ],
    ids=["wall", "robots", "nothing"],
)
def test_silence_is_told_in_one_line_and_is_no_success(
    program: Program, pages: dict[str, str], changed: dict[str, str], told: str, reached: SiteState
) -> None:
    said = crawl(program, pages | changed, code=3)
    (line,) = [line for line in said.splitlines() if line.startswith(HOST)]
    assert told in line
    assert state(program) is reached


def test_a_list_that_broke_stays_broken_until_it_is_whole_again(
    program: Program, pages: dict[str, str]
) -> None:
    for _ in range(2):
        crawl(program, pages | {"/nb/": column(2025, 2024)})
        with program.database() as database, database.snapshot() as session:
            (known,) = queries.columns(session)
        assert known.state is ColumnState.PARTIAL
    crawl(program, pages)
    with program.database() as database, database.snapshot() as session:
        (known,) = queries.columns(session)
    assert known.state is ColumnState.COMPLETE
