"""What a crawl of the demo province has to find: the truth its pages were drawn from."""

from __future__ import annotations

import datetime as dt

from deploy.demo.province import Agency, Province, load_province
from deploy.demo.reports import Report, published_reports
from storage.vocabulary import ExpectationState

# Rules that the one wrong 总计 of table 3 breaks: the sum of its row and that of its column.
WRONG_SUM_RULES = frozenset({"R01_row_sum", "R02_outcomes_sum"})


def due_on(agency: Agency, report_year: int) -> dt.date:
    """The day a report is due (条例 article 49): 31 March for governments, else 31 January."""
    return dt.date(report_year + 1, 3 if agency.is_government else 1, 31)


def expected_matrix(province: Province | None = None) -> dict[tuple[str, int], ExpectationState]:
    """The state of each agency and report year as of ``Province.today``, after one whole crawl."""
    province = province or load_province()
    reports = {(r.agency.id, r.year): r for r in published_reports(province)}
    return {
        (agency.id, year): _state(agency, year, reports.get((agency.id, year)))
        for agency in province.agencies.values()
        for year in province.years
    }


def _state(agency: Agency, year: int, report: Report | None) -> ExpectationState:
    if report is None:
        return ExpectationState.OVERDUE_CONFIRMED
    if report.published_on > due_on(agency, year):
        return ExpectationState.FOUND_LATE
    return ExpectationState.FOUND_ON_TIME


def expected_reports(province: Province | None = None) -> dict[tuple[str, int], Report]:
    """Each published report by agency and year, with its title, day and printed cells."""
    return {(r.agency.id, r.year): r for r in published_reports(province or load_province())}
