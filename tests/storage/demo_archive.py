"""The reports of the demo province as the archive holds them, written without a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crawler.registry import read_registry
from deploy.demo.expected import due_on, expected_matrix, expected_reports
from deploy.demo.province import REGISTRY, load_province
from deploy.demo.reports import Report
from pipelines.report.cells import read_cell
from storage.archive import save_agencies, save_expectations, save_version, start_crawl
from storage.database import Database
from storage.records import ExpectationRecord, FigureRecord, SectionRecord, VersionDraft
from storage.vocabulary import Medium
from storage.warc import WarcStore
from tests.storage.scene import archived

PROVINCE = load_province()
REPORTS = expected_reports(PROVINCE)
NOON = dt.time(4, tzinfo=dt.UTC)  # in China


def write_demo(database: Database, store: WarcStore) -> None:
    """Registry, reports and coverage of the province, by the writes of the archive."""
    with database.session() as session:
        save_agencies(session, read_registry(REGISTRY))
        crawl_id = start_crawl(session, {})
        for (agency_id, year), report in REPORTS.items():
            at = dt.datetime.combine(report.published_on, NOON)
            page = archived(session, store, crawl_id, url_of(report), report.title.encode(), at)
            save_version(session, agency_id, year, page.id, read(report), at)
        save_expectations(session, list(_expectations()))


def url_of(report: Report) -> str:
    """Where a report stands."""
    return f"http://{report.agency.id}.example/{report.year}"


def read(report: Report) -> VersionDraft:
    """A report as the reader reads it."""
    return VersionDraft(
        form="ogi_2019" if report.year < 2021 else "ogi_2021",
        title=report.title,
        published_on=report.published_on,
        valid=True,
        invalid_reason="",
        source_url=url_of(report),
        medium=Medium.HTML,
        sections=(
            SectionRecord("overview", "一", "总体情况", "\n".join(report.prose.overview)),
            SectionRecord(
                *("problems_improvements", "五", "存在的主要问题及改进情况", report.prose.problems)
            ),
            SectionRecord(
                *("other_matters", "六", "其他需要报告的事项", report.prose.other_matters)
            ),
        ),
        figures={key: _figure(text) for key, text in report.cells.items()},
    )


def value_of(printed: str) -> int | float | None:
    """The number that a cell prints."""
    return read_cell(printed).value


def _figure(printed: str) -> FigureRecord:
    cell = read_cell(printed)
    return FigureRecord(printed, cell.value, cell.state, 0, 0, 0, 1.0, cell.doubt)


def _expectations() -> Iterator[ExpectationRecord]:
    for (agency_id, year), state in expected_matrix(PROVINCE).items():
        report = REPORTS.get((agency_id, year))
        day = report.published_on if report else None
        seen = dt.datetime.combine(day, NOON) if day else None
        due = due_on(PROVINCE.agencies[agency_id], year)
        yield ExpectationRecord(agency_id, year, due, "条例第四十九条", state, seen, day)
