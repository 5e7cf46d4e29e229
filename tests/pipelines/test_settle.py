"""Several renditions of one report: which speaks for it, and with whose words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipelines.items import MetDocument, Reading, Section
from pipelines.keep import keep_document
from pipelines.settle import with_text_of_page
from storage import archive, queries
from storage.vocabulary import DocumentState
from tests.pipelines.home import COLUMN, VISIT, Home, exchange, report_page

TITLE = "清河县民政局2024年政府信息公开工作年度报告"


def shell(title: str) -> bytes:
    """A page that only carries a file."""
    return f"<html><body><h1>{title}</h1><p>附件</p></body></html>".encode()


def attach(home: Home, page: str, file: str, body: bytes) -> None:
    """Archives a file that a page offers, as a crawl does."""
    with home.database.session() as session:
        crawl = archive.start_crawl(session, {})
        capture = archive.store_exchange(
            session, home.store, crawl, exchange(COLUMN + file, body, VISIT)
        )
        met = MetDocument(
            home.site_id, COLUMN + file, capture.id, capture.digest, parent_url=COLUMN + page
        )
        keep_document(session, met, VISIT)


def test_the_file_of_a_corrected_page_is_the_correction(home: Home) -> None:
    home.list_reports(
        ("1.html", TITLE, report_page("清河县民政局", received=3)),
        ("2.html", f"{TITLE}（更正）", shell(f"{TITLE}（更正）")),
    )
    attach(home, "2.html", "2f.html", report_page("清河县民政局", received=5))
    home.read()
    with home.database.snapshot() as session:
        newest = queries.versions(session, "civil", 2024)[-1]
    assert newest.source_url.endswith("2f.html")
    assert newest.figures["t3.requests_received.total"].value == 5


def test_pictures_of_tables_have_the_words_of_their_page() -> None:
    words = (Section("overview", "一", "总体情况", "未收取信息处理费。"),)
    page = Reading("ogi_2021", TITLE, sections=words, period_year=2024, signature="清河县民政局")
    picture = Reading("ogi_2021", "")
    whole = with_text_of_page(picture, page)
    assert (whole.sections, whole.period_year, whole.signature) == (words, 2024, "清河县民政局")
    own = replace(picture, sections=(*words, *words))
    assert with_text_of_page(own, page) is own
    assert with_text_of_page(picture, None) is picture


@pytest.mark.parametrize(
    "title", ["2024年政府信息公开工作年度报告", "清河县民政局政府信息公开工作年度报告"]
)
def test_a_page_is_of_the_report_that_its_file_is(home: Home, title: str) -> None:
    """It says not whose, or not of which year; nothing else would tell its readers either."""
    home.list_reports(("1.html", title, shell(title)))
    attach(home, "1.html", "1f.html", report_page("清河县民政局", received=3))
    for _ in range(2):
        home.read()
        with home.database.snapshot() as session:
            found = {d.url: (d.agency_id, d.report_year) for d in queries.documents(session)}
        assert found == dict.fromkeys((COLUMN + "1.html", COLUMN + "1f.html"), ("civil", 2024))
        home.read_again()


def test_a_page_read_after_its_file_is_of_the_same_report(home: Home) -> None:
    title = "2024年政府信息公开工作年度报告"
    attach(home, "1.html", "1f.html", report_page("清河县民政局", received=3))
    home.read()
    home.list_reports(("1.html", title, shell(title)))
    home.read()
    with home.database.snapshot() as session:
        assert {d.agency_id for d in queries.documents(session)} == {"civil"}


def test_a_page_with_files_of_two_agencies_is_of_none(home: Home) -> None:
    title = "2024年政府信息公开工作年度报告"
    home.list_reports(("1.html", title, shell(title)))
    attach(home, "1.html", "1f.html", report_page("清河县民政局"))
    attach(home, "1.html", "2f.html", report_page("清河县水务局"))
    home.read()
    with home.database.snapshot() as session:
        (page,) = queries.documents(session, url=COLUMN + "1.html")
    assert (page.state, page.agency_id) == (DocumentState.UNASSIGNED, None)


def test_a_list_with_one_file_is_not_the_report(home: Home) -> None:
    """The day it prints beside the file would be that of the report."""
    index = "<html><body><h1>年度报告</h1><ul><li>2024年 2025-03-04</li></ul></body></html>"
    home.list_reports(("1.html", "年度报告", index.encode()))
    attach(home, "1.html", "1f.html", report_page("清河县民政局"))
    home.read()
    with home.database.snapshot() as session:
        (page,) = queries.documents(session, url=COLUMN + "1.html")
        (version,) = queries.versions(session, "civil", 2024)
    assert page.state is DocumentState.REJECTED
    assert version.published_on is None


def test_last_years_file_on_this_years_page_makes_the_report_invalid(home: Home) -> None:
    home.list_reports(("1.html", TITLE, shell(TITLE)))
    last_year = report_page("清河县民政局", 2023).replace(
        "清河县民政局2023年政府".encode(), "清河县民政局2024年政府".encode()
    )
    attach(home, "1.html", "1f.html", last_year)
    home.read()
    with home.database.snapshot() as session:
        version = queries.versions(session, "civil", 2024)[-1]
    assert (version.valid, version.invalid_reason) == (False, "wrong_year")
    assert "identify.wrong_year" in {issue.rule for issue in version.issues}


def test_what_is_put_up_again_later_was_published_before(home: Home) -> None:
    name, day = "清河县民政局", "<p>发布日期：2025-01-20</p>".encode()
    home.list_reports(
        ("1.html", TITLE, shell(TITLE).replace(b"<p>", day + b"<p>", 1)),
        ("2.html", TITLE, report_page(name, published="2025-03-04")),
    )
    home.read()
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2024)
    assert version.published_on == dt.date(2025, 1, 20)


@pytest.mark.parametrize(("original", "day"), [(True, dt.date(2025, 1, 20)), (False, None)])
def test_the_day_of_a_correction_says_not_when_the_report_came_out(
    home: Home, original: bool, day: dt.date | None
) -> None:
    name, corrected = "清河县民政局", f"{TITLE}（更正）"
    first = ("1.html", TITLE, report_page(name, published="2025-01-20"))
    home.list_reports(
        *([first] if original else []),
        ("2.html", corrected, report_page(name, published="2025-03-04", received=3)),
    )
    home.read()
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2024)
    assert version.source_url == COLUMN + "2.html"
    assert version.published_on == day


@pytest.mark.parametrize(("year", "told"), [(2023, True), (2022, False)])
def test_nothing_is_carried_over_from_a_text_of_another_year(
    home: Home, year: int, told: bool
) -> None:
    """``year`` is the one that the text under the title of 2023 is of."""
    title = TITLE.replace("2024", "2023")
    before = report_page("清河县民政局", year, requests_carried_forward="2").replace(
        f"清河县民政局{year}年政府".encode(), "清河县民政局2023年政府".encode()
    )
    home.list_reports(("1.html", title, before), ("2.html", TITLE, report_page("清河县民政局")))
    home.read()
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2024)
    assert ("R07_carry" in {issue.rule for issue in version.issues}) is told


def test_a_report_is_checked_again_when_the_one_of_the_year_before_comes_after_it(
    home: Home,
) -> None:
    name, title = "清河县民政局", TITLE.replace("2024", "2023")
    home.list_reports(("2.html", TITLE, report_page(name)))
    home.read()
    before = report_page(name, 2023, requests_carried_forward="2")
    home.list_reports(("1.html", title, before), at=VISIT + dt.timedelta(days=1))
    home.read()
    with home.database.snapshot() as session:
        (version,) = queries.versions(session, "civil", 2024)
    assert "R07_carry" in {issue.rule for issue in version.issues}
