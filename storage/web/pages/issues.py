"""What does not hold in the reports, as a list."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from storage import queries
from storage.queries import AgencyFilter, IssueFilter
from storage.vocabulary import Fault, Severity
from storage.web.asked import (
    AskedFault,
    AskedRegion,
    AskedSeverity,
    Name,
    Page,
    Sheet,
    Text,
    Year,
)
from storage.web.opened import OpenSession
from storage.web.rendering import page

router = APIRouter()

PAGE_SIZE = 50


@router.get("/issues", name="issues")
def issues(
    request: Request,
    session: OpenSession,
    region: AskedRegion,
    year: Year = None,
    rule: Name = "",
    severity: AskedSeverity = None,
    fault: AskedFault = None,
    q: Text = "",
    number: Annotated[Page, Query(alias="page")] = 1,
) -> HTMLResponse:
    """The issues of the newest versions, fifty at a time, and how often each rule is broken."""
    wanted = IssueFilter(AgencyFilter(region, named=q.strip()), year, rule or None, severity, fault)
    offset = (number - 1) * PAGE_SIZE
    found = queries.report_issues(session, wanted, limit=PAGE_SIZE, offset=offset)
    return page(
        request,
        "issues.html",
        region=region,
        below=queries.regions_below(session, region),
        judged=queries.judged_years(session),
        year=year,
        rule=rule,
        rules=queries.rules_broken(session, replace(wanted, rule=None)),
        severity=severity,
        severities=tuple(Severity),
        fault=fault,
        faults=tuple(Fault),
        q=q,
        found=found,
        sheet=Sheet(number, PAGE_SIZE, found.total),
    )
