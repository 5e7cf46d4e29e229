"""Rules that do not hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from storage import queries
from storage.queries import AgencyFilter, IssueFilter, ReportIssue
from storage.vocabulary import Fault, Severity
from storage.web.api import models
from storage.web.api.asked import Cursor, Limit, OfAgency, OfRegion, OfYear, number, page
from storage.web.api.tagged import router as tagged
from storage.web.opened import OpenSession

router = tagged("issues")


@router.get("/issues")
def issues(
    request: Request,
    session: OpenSession,
    region: OfRegion,
    agency: OfAgency = None,
    year: OfYear = None,
    rule: Annotated[str | None, Query(pattern=r"^\w{1,40}$", description="Its name.")] = None,
    severity: Annotated[Severity | None, Query()] = None,
    fault: Annotated[Fault | None, Query(description="Who has to act.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> models.Page[models.ReportIssue]:
    """The issues in the newest versions of reports, the oldest first."""
    wanted = IssueFilter(AgencyFilter(region), year, rule, severity, fault)
    found = queries.issues_after(session, wanted, agency, number(cursor), limit + 1)
    return page(request, found, limit, _issue, lambda one: one.issue.id)


def _issue(found: ReportIssue) -> models.ReportIssue:
    names = models.Issue.model_fields
    fields = {name: getattr(found.issue, name) for name in names}
    return models.ReportIssue(
        **(fields | {"cells": list(found.issue.cells)}),
        agency_id=found.agency_id,
        report_year=found.report_year,
    )
