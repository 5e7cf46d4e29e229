"""Reports changed, taken away and moved after they were archived, through the real program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawler.paper_site import listing, page
from tests.crawler.tls_servers import Web, served
from tests.pipelines.home import report_page
from tests.program import Program

pytestmark = pytest.mark.slow

HOST = "www.linhe.gov.cn"
NAME = "临河县财政局"
CELL = "t3.requests_received.total"
YEARS = range(2021, 2026)
REGISTRY = (
    "id,name,class,homepage,first_report_year\n"
    f"czj,{NAME},department_county_level_and_above,http://{HOST}/,2021\n"
)


def text(year: int, received: int, more: str = "") -> str:
    page_of_report = report_page(NAME, year, f"{year + 1}-01-20", received).decode()
    return page_of_report.replace("</body>", f"{more}</body>")


def site() -> dict[str, str]:
    rows = [
        (f"/nb/{year}.html", f"{NAME}{year}年政府信息公开工作年度报告", f"{year + 1}-01-20")
        for year in YEARS
    ]
    home = page(NAME, '<a href="/nb/">政府信息公开年报</a>')
    reports = {f"/nb/{year}.html": text(year, year % 10) for year in YEARS}
    return {"/robots.txt": "", "/": home, "/nb/": listing("政府信息公开年报", rows)} | reports


def run(home: Path, pages: dict[str, str], *arguments: str) -> str:
    with served(Web(lambda host, path: pages.get(path), {})) as proxy:
        return Program(home, proxy).done(*arguments)


def test_what_changed_without_a_word_is_found_when_it_is_asked_for_again(tmp_path: Path) -> None:
    registry = tmp_path / "registry.csv"
    registry.write_text(REGISTRY, encoding="utf-8")
    home, pages = tmp_path / "home", site()
    program = Program(home)
    program.done("agencies", "import", str(registry))
    run(home, pages, "crawl")
    before = {line["report_year"]: line for line in program.exported("reports")}
    assert sorted(before) == list(YEARS)

    pages["/nb/2022.html"] = text(2022, 2, "<p>浏览次数：1024</p>")
    pages["/nb/2023.html"] = text(2023, 30)
    del pages["/nb/2024.html"]
    told = json.loads(run(home, pages, "revisit", "--older-than", "0", "--json"))
    assert (told["requests"], told["away"], told["new_versions"]) == (5, 1, 1)

    after = {line["report_year"]: line for line in program.exported("reports")}
    assert [len(after[year]["versions"]) for year in YEARS] == [1, 1, 2, 1, 1]
    first, second = after[2023]["versions"]
    assert second["change"] == "quiet_edit"
    assert first["last_seen"] < second["first_seen"] == first["replaced"]
    assert after[2023]["figures"][CELL]["value"] == 30
    assert after[2024]["gone_since"]
    assert after[2024]["withdrawn_at"] is None
    assert all(after[year]["gone_since"] is None for year in YEARS if year != 2024)
    assert "gone since" in program.done("show", "czj", "2024")
    assert "30" in program.done("diff", "czj", "2023")

    # nothing is asked twice in a month, and what is away again after a week only
    told = json.loads(run(home, pages, "revisit", "--json"))
    assert told.get("requests", 0) == 0
    # a revisit reads no column: the next crawl does not take that for silence
    assert "未找到年报栏目" not in run(home, pages, "crawl")
