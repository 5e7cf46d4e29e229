"""The evidence as it is gathered from an archive: what bears on one agency and what does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipelines.coverage.judge import LOT, judge_coverage
from pipelines.items import MetColumn, MetDocument, MetRow
from pipelines.keep import keep_column, keep_document
from storage import archive, queries
from storage.records import ExpectationRecord
from storage.vocabulary import ColumnState, DocumentState, ExpectationState, SiteState
from tests.pipelines.home import CIVIL, COLUMN, COUNTY, VISIT, WATER, Home, exchange, report_page

TODAY = dt.date(2025, 4, 20)
DAMAGED = b"PK\x03\x04" + bytes(400)  # a Word file cut short


def title(name: str, year: int | str = 2024) -> str:
    return f"{name}{year}年政府信息公开工作年度报告"


def judged(home: Home, agency_id: str, year: int = 2024) -> ExpectationRecord:
    with home.database.session() as session:
        archive.set_site_state(session, home.site_id, SiteState.REACHABLE, "", VISIT)
    judge_coverage(home.database, TODAY)
    with home.database.snapshot() as session:
        (row,) = queries.expectations(session, years=[year], agency_id=agency_id)
    return row


def listed(home: Home, *more: tuple[str, str, bytes]) -> None:
    """Reports of the county and of the civil bureau, and more; the water bureau's is missing."""
    home.list_reports(
        ("a.html", title(COUNTY.name), report_page(COUNTY.name)),
        ("b.html", title(CIVIL.name), report_page(CIVIL.name)),
        ("c.html", title(WATER.name, 2023), report_page(WATER.name, 2023)),
        *more,
    )
    home.read()


def read_column(home: Home, name: str, *rows: MetRow) -> None:
    """Another column of the site, read to its end."""
    state = ColumnState.COMPLETE if rows else ColumnState.EMPTY
    column = MetColumn(
        home.site_id, COLUMN + name, "政府信息公开年报", ("首页",), "generic", rows, (1,), 1, None,
        state, complete=True, closed=True,
    )  # fmt: skip
    with home.database.session() as session:
        keep_column(session, archive.start_crawl(session, {}), column, VISIT)


def test_a_listed_document_that_cannot_be_read_leaves_a_doubt(home: Home) -> None:
    listed(home, ("x.html", "政府信息公开工作年度报告", DAMAGED))
    row = judged(home, WATER.id)
    assert row.state is ExpectationState.OVERDUE_NOT_SEEN
    assert row.evidence["unassigned_reports"] == 1


def test_a_report_of_another_agency_whose_year_is_not_known_leaves_none(home: Home) -> None:
    listed(home, ("x.html", f"{CIVIL.name}政府信息公开工作年度报告", DAMAGED))
    with home.database.snapshot() as session:
        assert [d.agency_id for d in queries.documents(session) if d.report_year is None] == [None]
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_CONFIRMED


def test_a_report_of_its_own_whose_year_is_not_known_leaves_a_doubt(home: Home) -> None:
    listed(home, ("x.html", f"{WATER.name}政府信息公开工作年度报告", DAMAGED))
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_NOT_SEEN


def test_a_report_that_fits_two_others_leaves_none(home: Home) -> None:
    """A signature and a column that name two agencies: it is one of these two."""
    listed(home)
    with home.database.session() as session:
        crawl = archive.start_crawl(session, {})
        capture = archive.store_exchange(
            session, home.store, crawl, exchange(COLUMN + "x.html", DAMAGED, VISIT)
        )
        met = MetDocument(home.site_id, COLUMN + "x.html", capture.id, capture.digest, COLUMN, "x")
        keep_document(session, met, VISIT)
        (stray,) = queries.documents(session, url=COLUMN + "x.html")
        two = {"candidates": [CIVIL.id, COUNTY.id]}
        archive.set_document_state(session, stray.id, DocumentState.UNASSIGNED, "", None, None, two)
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_CONFIRMED
    assert judged(home, CIVIL.id, 2023).state is ExpectationState.OVERDUE_NOT_SEEN


def test_last_years_text_put_up_this_year_without_a_year_leaves_a_doubt(home: Home) -> None:
    """The title names no year, the text is of 2023, the day is one on which 2024 was due."""
    name = f"{WATER.name}政府信息公开工作年度报告"
    text = report_page(WATER.name, 2023, published="2025-01-20")
    text = text.replace(f"{WATER.name}2023年政府".encode(), f"{WATER.name}政府".encode())
    listed(home, ("w.html", name, text))
    with home.database.snapshot() as session:
        (document,) = queries.documents(session, url=COLUMN + "w.html")
    assert (document.agency_id, document.report_year) == (WATER.id, 2023)
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_NOT_SEEN


def test_a_row_that_leads_to_a_column_is_no_report_of_nobody(home: Home) -> None:
    """The list of all agencies names each one's column as 政府信息公开年度报告."""
    listed(home)
    row = MetRow(f"{COLUMN}civil/", "政府信息公开年度报告", None, COLUMN, "report", "")
    read_column(home, "all/", row)
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_NOT_SEEN
    read_column(home, "civil/")
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_CONFIRMED


def test_a_portal_with_the_governments_reports_only_says_nothing_of_who_has_a_site(
    home: Home,
) -> None:
    home.list_reports(("a.html", title(COUNTY.name), report_page(COUNTY.name)))
    host = "water.qinghe.gov.cn"
    with home.database.session() as session:
        archive.save_agencies(session, [replace(WATER, homepage=f"http://{host}/")])
        own = archive.save_site(session, host, f"http://{host}/")
        archive.set_site_state(session, own.id, SiteState.REACHABLE, "", VISIT)
    Home(home.database, home.store, own.id).list_reports(
        ("w.html", title(WATER.name, 2023), report_page(WATER.name, 2023)),
    )
    home.read()
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_CONFIRMED


def test_a_column_that_was_read_and_is_empty_was_read_to_its_end(home: Home) -> None:
    """Beside the column with the reports stands one in which nothing is yet."""
    listed(home)
    read_column(home, "old/")
    assert judged(home, WATER.id).state is ExpectationState.OVERDUE_CONFIRMED


def test_the_day_of_a_correction_is_not_the_day_of_the_report(home: Home) -> None:
    first = report_page(CIVIL.name, published="2025-01-20", received=3)
    home.list_reports(("b.html", title(CIVIL.name), first))
    home.read()
    corrected = report_page(CIVIL.name, published="2025-03-04", received=4)
    home.list_reports(("b.html", title(CIVIL.name), corrected), at=VISIT + dt.timedelta(days=1))
    home.read()
    row = judged(home, CIVIL.id)
    assert row.state is ExpectationState.FOUND_ON_TIME
    assert row.published_on == dt.date(2025, 1, 20)


def test_what_is_owed_is_written_whole_where_it_is_more_than_one_lot(home: Home) -> None:
    many = [replace(WATER, id=f"w{number}", name=f"第{number}局") for number in range(LOT // 4)]
    with home.database.session() as session:
        archive.save_agencies(session, many)
    told = judge_coverage(home.database, TODAY)
    with home.database.snapshot() as session:
        rows = [(row.agency_id, row.report_year) for row in queries.expectations(session)]
    assert told > LOT
    owed = {(one.id, year) for one in (COUNTY, CIVIL, WATER, *many) for year in range(2019, 2025)}
    assert (len(rows), set(rows)) == (told, owed)
