"""What one cell of the matrix rests on."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.web import figures
from storage.web.asked import AgencyId, ReportYear
from storage.web.failures import NotThere
from storage.web.opened import OpenReader, OpenSession
from storage.web.rendering import page

router = APIRouter()


@router.get("/evidence/{agency_id}/{year}", name="evidence")
def evidence(
    request: Request,
    session: OpenSession,
    reader: OpenReader,
    agency_id: AgencyId,
    year: ReportYear,
) -> HTMLResponse:
    """The state of one report, in words that can be cited, and the archived answers behind it."""
    agency = queries.agency(session, agency_id)
    if agency is None:
        raise NotThere("failure.no_agency")
    judged = queries.expected(session, agency_id, year)
    if judged is None:
        raise NotThere("failure.not_judged")
    return page(
        request,
        "evidence.html",
        agency=agency,
        year=year,
        judged=judged,
        words=reader.state_words(judged.state),
        report=queries.report(session, agency_id, year),
        statement=reader.statement(session, judged, figures.today()),
    )
