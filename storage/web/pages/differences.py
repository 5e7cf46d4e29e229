"""What differs between two versions of a report, or between the reports of two years."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.database import Session
from storage.records import VersionRecord
from storage.web.asked import AgencyId, ReportYear, VersionNumber, Year
from storage.web.failures import NotThere
from storage.web.labels import cell_labels
from storage.web.opened import OpenReader, OpenSession
from storage.web.pages.report import chosen
from storage.web.reader import Reader
from storage.web.rendering import page

router = APIRouter()


@router.get("/reports/{agency_id}/{year}/changes", name="version_diff")
def of_versions(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    year: ReportYear,
    before: VersionNumber = None,
    after: VersionNumber = None,
) -> HTMLResponse:
    """Two versions of a report, the last two where none are named."""
    versions = queries.versions(session, agency_id, year)
    if not versions:
        raise NotThere("failure.no_report")
    newer = chosen(versions, after)
    older = chosen(versions, before or max(1, newer.number - 1))
    sides = (older, year), (newer, year)
    return _differences(request, session, reader, agency_id, sides, versions)


@router.get("/agencies/{agency_id}/compare", name="year_diff")
def of_years(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    before: Year = None,
    after: Year = None,
) -> HTMLResponse:
    """The reports of two years, the last two where none are named."""
    found = queries.reports(session, queries.ReportFilter(agency_id))
    years = [one.report_year for one in found]
    if len(years) < 2:
        raise NotThere("failure.no_two_years")
    until = after or years[-1]
    since = before or max((one for one in years if one < until), default=years[0])
    sides = []
    for year in (since, until):
        versions = queries.versions(session, agency_id, year)
        if not versions:
            raise NotThere("failure.no_report")
        sides.append((versions[-1], year))
    return _differences(request, session, reader, agency_id, (sides[0], sides[1]), (), tuple(years))


def _differences(
    request: Request,
    session: Session,
    reader: Reader,
    agency_id: str,
    sides: tuple[tuple[VersionRecord, int], tuple[VersionRecord, int]],
    versions: tuple[VersionRecord, ...],
    years: tuple[int, ...] = (),
) -> HTMLResponse:
    (before, _), (after, _) = sides
    return page(
        request,
        "differences.html",
        agency=queries.agency(session, agency_id),
        sides=sides,
        versions=versions,
        digests=queries.digests_of_documents(session, [before.document_id, after.document_id]),
        years=years,
        cells=reader.changed_cells(before, after),
        texts=reader.changed_text(before, after),
        labels=cell_labels(reader.tables(before)) | cell_labels(reader.tables(after)),
    )
