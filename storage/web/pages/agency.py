"""One agency over all years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.queries import Region, ReportFilter, YearNumbers
from storage.records import ExpectationRecord, ReportRecord
from storage.web.asked import AgencyId
from storage.web.failures import NotThere
from storage.web.measures import cases, granted, refused
from storage.web.opened import OpenSession
from storage.web.rendering import page, texts_of
from storage.web.trends import agency_charts

router = APIRouter()

_MOST_BELOW = 60


class AgencyYear(NamedTuple):
    """A row of the page: what was owed, what was found, what it says; None where there is none."""

    year: int
    judged: ExpectationRecord | None
    report: ReportRecord | None
    numbers: YearNumbers | None


class Link(NamedTuple):
    """A link of the carry-over chain: what one year hands on and what the next one takes over."""

    year: int
    handed_on: int | None
    taken_over: int | None

    @property
    def holds(self) -> bool | None:
        """Whether both are the same; None where one of them is not known."""
        if self.handed_on is None or self.taken_over is None:
            return None
        return self.handed_on == self.taken_over


@router.get("/agencies/{agency_id}", name="agency")
def agency(request: Request, session: OpenSession, agency_id: AgencyId) -> HTMLResponse:
    """Its names and place, its reports by year, how its numbers went, what it carries over."""
    found = queries.agency(session, agency_id)
    if found is None:
        raise NotThere("failure.no_agency")
    numbers = queries.yearly_numbers(session, [agency_id])[agency_id]
    reports = {one.report_year: one for one in queries.reports(session, ReportFilter(agency_id))}
    judged = {one.report_year: one for one in queries.expectations(session, agency_id=agency_id)}
    years = sorted({*judged, *reports}, reverse=True)
    below = queries.children_of(session, agency_id, _MOST_BELOW + 1)
    return page(
        request,
        "agency.html",
        agency=found,
        region=Region(found.province, found.city, found.county),
        parent=queries.agency(session, found.parent_id) if found.parent_id else None,
        below=below[:_MOST_BELOW],
        more_below=len(below) > _MOST_BELOW,
        rows=[
            AgencyYear(year, judged.get(year), reports.get(year), numbers.get(year))
            for year in years
        ],
        chain=_chain(numbers, years),
        charts=agency_charts(numbers, texts_of(request)),
        granted=granted,
        refused=refused,
        cases=cases,
    )


def _chain(numbers: Mapping[int, YearNumbers], years: Iterable[int]) -> list[Link]:
    """Each pair of years that both use a form with carry-over rows."""
    known = {
        year: one.requests for year, one in numbers.items() if "outcomes_total" in one.requests
    }
    return [
        Link(
            year,
            known[year]["requests_carried_forward"],
            known[year + 1]["requests_carried_over"],
        )
        for year in sorted(years)
        if year in known and year + 1 in known
    ]
