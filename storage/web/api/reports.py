"""Reports and their versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage import queries
from storage.queries import ReportFilter
from storage.records import ReportRecord
from storage.vocabulary import ExpectationState
from storage.web.api import models
from storage.web.api.asked import (
    AgencyId,
    Cursor,
    Digest,
    Limit,
    OfAgency,
    OfPlace,
    OfYear,
    Year,
    agency_year,
    page,
)
from storage.web.api.failures import NotHeld
from storage.web.api.tagged import router as tagged
from storage.web.api.versions import Versions, report_path, summary, version
from storage.web.opened import OpenSession

router = tagged("reports")


@router.get("/reports")
def reports(
    request: Request,
    session: OpenSession,
    agency: OfAgency = None,
    year: OfYear = None,
    province: OfPlace = None,
    state: Annotated[ExpectationState | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> models.Page[models.Report]:
    """Reports by agency and then year."""
    wanted = ReportFilter(agency, year, province, state)
    found = queries.reports_after(session, wanted, agency_year(cursor), limit + 1)
    return page(
        request,
        found,
        limit,
        lambda one: _report(request, one),
        lambda one: f"{one.agency_id}~{one.report_year}",
    )


@router.get("/reports/{agency_id}/{year}")
def report(
    request: Request, session: OpenSession, agency_id: AgencyId, year: Year
) -> models.WholeReport:
    """One report: its newest version whole, and the list of all versions."""
    found = queries.report(session, agency_id, year)
    if found is None:
        raise NotHeld(f"a report of {agency_id} for {year}")
    held = Versions(request, session, agency_id, year)
    return models.WholeReport(
        report=_report(request, found),
        version=version(held, held.records[-1]),
        versions=[summary(held, one) for one in held.records],
    )


@router.get("/reports/{agency_id}/{year}/versions/{sha256}")
def permanent(
    request: Request, session: OpenSession, agency_id: AgencyId, year: Year, sha256: Digest
) -> models.PermanentVersion:
    """One version, by the SHA-256 of the document it was read from: to be cited."""
    held = Versions(request, session, agency_id, year)
    number = queries.version_of_payload(session, agency_id, year, sha256)
    found = next((one for one in held.records if one.number == number), None)
    agency = queries.agency(session, agency_id)
    if found is None or agency is None:
        raise NotHeld(f"a version of the report of {agency_id} for {year} with this document")
    return models.PermanentVersion(
        agency_id=agency_id,
        agency_name=agency.name,
        report_year=year,
        version=version(held, found),
    )


def _report(request: Request, record: ReportRecord) -> models.Report:
    fields = {name: getattr(record, name) for name in models.Report.model_fields if name != "href"}
    return models.Report(**fields, href=report_path(request, record.agency_id, record.report_year))
