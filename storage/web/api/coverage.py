"""What is owed, and what can be said of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage import queries
from storage.queries import AgencyFilter, ReportFilter
from storage.vocabulary import ExpectationState
from storage.web.api import models
from storage.web.api.asked import (
    AgencyId,
    Cursor,
    Limit,
    OfAgency,
    OfRegion,
    OfYear,
    Year,
    agency_year,
    page,
)
from storage.web.api.failures import NotHeld
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("coverage")


@router.get("/coverage")
def coverage(
    request: Request,
    session: OpenSession,
    region: OfRegion,
    agency: OfAgency = None,
    year: OfYear = None,
    state: Annotated[ExpectationState | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> models.Page[models.Expectation]:
    """The matrix of agencies and years, cell by cell."""
    wanted = ReportFilter(agency, year, None, state)
    place = agency_year(cursor)
    found = queries.expectations_after(session, wanted, AgencyFilter(region), place, limit + 1)
    return page(
        request,
        found,
        limit,
        models.Expectation.model_validate,
        lambda one: f"{one.agency_id}~{one.report_year}",
    )


@router.get("/coverage/{agency_id}/{year}")
def expectation(session: OpenSession, agency_id: AgencyId, year: Year) -> models.Expectation:
    """One cell of the matrix with its evidence."""
    wanted = ReportFilter(agency_id, year)
    found = queries.expectations_after(session, wanted, AgencyFilter(), None, 1)
    if not found:
        raise NotHeld(f"an expectation of {agency_id} for {year}")
    return models.Expectation.model_validate(found[0])
