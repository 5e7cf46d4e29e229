"""The demo province keeps its word: lawful sums, the named faults and no others, the same bytes."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from lxml import html

from deploy.demo.expected import due_on, expected_matrix, expected_reports
from deploy.demo.form import applicants, form_of, outcomes
from deploy.demo.numbers import figures
from deploy.demo.province import REGISTRY, Site, load_province
from deploy.demo.reports import Report
from deploy.demo.server import DemoProvince
from storage.vocabulary import AgencyClass, ExpectationState

ROOT = Path(__file__).parents[2]
PROVINCE = load_province()
REPORTS = expected_reports()
FAULTS = PROVINCE.faults
NUMERIC = {
    place: report for place, report in REPORTS.items() if place not in FAULTS.without_numbers
}
CASE_BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def number(report: Report, key: str) -> int:
    return int(report.cells[key].removesuffix("万元"))


def broken_sums(report: Report) -> Iterator[str]:
    """The equations R01 to R06 that the printed cells do not satisfy."""
    rows = ["requests_received", "requests_carried_over", *outcomes(form_of(report.year))]
    for row in [*rows, "outcomes_total", "requests_carried_forward"]:
        parts = sum(number(report, f"t3.{row}.{who}") for who in applicants())
        if parts != number(report, f"t3.{row}.total"):
            yield f"R01 {row}"
    for who in [*applicants(), "total"]:
        settled = number(report, f"t3.outcomes_total.{who}")
        parts = sum(number(report, f"t3.{row}.{who}") for row in outcomes(form_of(report.year)))
        if parts != settled:
            yield f"R02 {who}"
        came = sum(
            number(report, f"t3.requests_{way}.{who}") for way in ("received", "carried_over")
        )
        if came != settled + number(report, f"t3.requests_carried_forward.{who}"):
            yield f"R03 {who}"
    for block in CASE_BLOCKS:
        results = ("upheld", "corrected", "other_result", "pending")
        parts = sum(number(report, f"t4.{block}.{result}") for result in results)
        if parts != number(report, f"t4.{block}.total"):
            yield f"R04-06 {block}"


def test_sums_hold_but_for_the_wrong_one() -> None:
    broken = {place: list(broken_sums(report)) for place, report in NUMERIC.items()}
    assert {place: rules for place, rules in broken.items() if rules} == {
        ("qinghe-civil-affairs", 2024): ["R01 outcome_granted", "R02 total"]
    }


def test_years_follow_from_each_other() -> None:
    numbers = figures(PROVINCE)
    for (agency, year), cells in numbers.items():
        if year == PROVINCE.years[0]:
            continue
        before = numbers[agency, year - 1]
        for who in [*applicants(), "total"]:
            carried_forward = before[f"t3.requests_carried_forward.{who}"]
            assert cells[f"t3.requests_carried_over.{who}"] == carried_forward
        if form_of(year - 1) == "ogi_2021":
            for row in ("rules", "normative_documents"):
                change = (
                    cells[f"t2_1.{row}.issued_this_year"] - cells[f"t2_1.{row}.repealed_this_year"]
                )
                assert cells[f"t2_1.{row}.in_force"] == before[f"t2_1.{row}.in_force"] + change
        if form_of(year) == "ogi_2019":
            for row in ("t2_5.licensing", "t2_6.penalties", "t2_8.fees"):
                due = before[f"{row}.items_previous_year"] + before[f"{row}.items_change"]
                assert cells[f"{row}.items_previous_year"] == due


def test_a_government_reports_on_all_below_it() -> None:
    numbers = figures(PROVINCE)
    for agency in PROVINCE.agencies.values():
        if agency.is_government:
            received = "t3.requests_received.total"
            below = sum(numbers[child.id, 2025][received] for child in PROVINCE.children(agency))
            assert numbers[agency.id, 2025][received] == below > 0


def test_every_cell_of_the_form_is_printed() -> None:
    assert {form_of(year): len(report.cells) for (_, year), report in REPORTS.items()} == {
        "ogi_2019": 198,
        "ogi_2021": 200,
    }
    assert all(int(text) >= 0 for text in REPORTS["qinghe", 2025].cells.values())


def test_the_matrix_has_one_missing_and_one_late() -> None:
    matrix = expected_matrix()
    assert len(matrix) == 20 * 7
    assert {place: state for place, state in matrix.items() if state != "found_on_time"} == {
        ("yanqiao-market", 2025): ExpectationState.OVERDUE_CONFIRMED,
        ("chengshui-agriculture", 2025): ExpectationState.FOUND_LATE,
    }
    for (agency, year), report in REPORTS.items():
        on_time = report.published_on <= due_on(PROVINCE.agencies[agency], year)
        assert on_time == (matrix[agency, year] is ExpectationState.FOUND_ON_TIME)
        assert report.published_on <= PROVINCE.today


def test_the_other_faults_are_there() -> None:
    silent = REPORTS["chengshui-liulin", 2022]
    assert set(silent.cells.values()) == {"", "/"}
    assert REPORTS["qinghe-data", 2023].title.startswith("清河市大数据管理局2023年")
    assert REPORTS["qinghe-data", 2024].title.startswith("清河市数据局2024年")
    assert REPORTS["qinghe", 2025].cells != REPORTS["qinghe-office", 2025].cells


def test_registry_and_province_name_the_same_agencies() -> None:
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    assert Counter(row["class"] for row in rows) == {
        AgencyClass.GOVERNMENT: 3,
        AgencyClass.DEPARTMENT: 14,
        AgencyClass.TOWNSHIP: 3,
    }
    homepages = {row["homepage"] for row in rows if row["homepage"]}
    assert homepages == {f"http://{site.host}/" for site in PROVINCE.sites}
    assert {site.style for site in PROVINCE.sites} == {"trs", "jpage", "aspx", "jsp"}


@pytest.fixture(scope="module")
def browser() -> Iterator[httpx.Client]:
    with DemoProvince().serve() as proxy, httpx.Client(proxy=proxy, trust_env=False) as client:
        yield client


def page(browser: httpx.Client, url: str) -> html.HtmlElement:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    charset = "gbk" if "yanqiao" in url else "utf-8"
    return html.fromstring(answer.content.decode(charset))


def follow(browser: httpx.Client, url: str, words: str) -> str:
    """The absolute address behind the first link with these words."""
    addresses = page(browser, url).xpath(f"//a[normalize-space()='{words}']/@href")
    return urljoin(url, str(addresses[0]))


@pytest.mark.parametrize("site", PROVINCE.sites, ids=lambda site: site.host)
def test_a_reader_comes_from_the_home_page_to_the_column(site: Site, browser: httpx.Client) -> None:
    disclosure = follow(browser, f"http://{site.host}/", "政府信息公开")
    column = follow(browser, disclosure, "政府信息公开年报")
    listing = browser.get(column)
    newest = max(
        (report for report in REPORTS.values() if report.agency in site.agencies),
        key=lambda report: report.published_on,
    )
    charset = "gbk" if site.charset == "gbk" else "utf-8"
    assert newest.title in listing.content.decode(charset)


def test_query_lists_go_on_until_the_last_page(browser: httpx.Client) -> None:
    url, titles = "http://www.yanqiao.example/list.aspx?cid=5", []
    for _ in range(3):
        document = page(browser, url)
        titles += document.xpath("//table[@class='lb']//a/@title")
        onward = document.xpath("//a[.='下一页']/@href")
        url = urljoin(url, onward[0]) if onward else ""
    assert url == ""
    published = [r.title for (agency, _), r in REPORTS.items() if agency.startswith("yanqiao")]
    assert sorted(titles) == sorted([*published, "雁桥区政府信息公开工作年度报告制度"])


def test_the_datastore_gives_the_records_asked_for(browser: httpx.Client) -> None:
    proxy = "http://www.chengshui.example/module/web/jpage/dataproxy.jsp"
    answers = [
        browser.post(
            proxy,
            params={"startrecord": first, "endrecord": first + 14, "perpage": 15},
            data={"columnid": "2005", "unitid": "5005", "webid": "1"},
        ).text
        for first in (1, 16, 31, 46, 61)
    ]
    assert [answer.count("<record>") for answer in answers] == [15, 15, 15, 5, 0]
    assert all("<totalrecord>50</totalrecord>" in answer for answer in answers)


def test_printed_cells_are_those_expected(browser: httpx.Client) -> None:
    url = follow(
        browser,
        "http://jyj.qinghe.example/list.jsp?cid=5",
        "清河市教育局2025年政府信息公开工作年度报告",
    )
    tables = page(browser, url).xpath("//table")
    row = [cell.text_content() for cell in tables[-1].xpath(".//tr")[-1]]
    expected = REPORTS["qinghe-education", 2025].cells
    assert row == [text for key, text in expected.items() if key.startswith("t4.")]


def test_the_proxy_knows_its_hosts_and_validators(browser: httpx.Client) -> None:
    assert browser.get("http://www.elsewhere.example/").status_code == 502
    assert browser.get("http://www.qinghe.example/absent.html").status_code == 404
    assert "Disallow: /search/" in browser.get("http://www.qinghe.example/robots.txt").text
    assert browser.get("http://www.chengshui.example/robots.txt").status_code == 404
    first = browser.get("http://www.qinghe.example/")
    again = browser.get(
        "http://www.qinghe.example/", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    head = browser.head("http://www.qinghe.example/")
    assert (head.headers["Content-Length"], head.content) == (first.headers["Content-Length"], b"")


def test_two_processes_draw_the_same_bytes() -> None:
    program = (
        "import hashlib; from deploy.demo.server import DemoProvince; province = DemoProvince();"
        "answer = province.answer('http://www.yanqiao.example/show.aspx?id=5001');"
        "print(hashlib.sha256(answer[2]).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != ""
