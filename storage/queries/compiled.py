"""Reads the totals that a government compiles from the reports below it."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from storage.models import Agency, CaseOutcome, Report, RequestOutcome

Totals = dict[str, int]
"""Numbers by their cell ``table.row.column``."""


def totals(session: Session, agency_id: str, report_year: int) -> Totals:
    """What one agency's valid report of a year states; empty where there is none."""
    return _totals(session, report_year, Agency.id == agency_id).get(agency_id, {})


def totals_below(session: Session, agency_id: str, report_year: int) -> dict[str, Totals]:
    """What the valid reports of the agencies directly below one state, by their names."""
    found = _totals(session, report_year, Agency.parent_id == agency_id)
    names = select(Agency.id, Agency.name).where(Agency.id.in_(found))
    return {name: found[ident] for ident, name in session.execute(names)}


def _totals(session: Session, report_year: int, whose: ColumnElement[bool]) -> dict[str, Totals]:
    found: dict[str, Totals] = defaultdict(dict)
    # By way of agencies and reports: the rows of a whole year are many more than those of a few.
    reports = select(Report.agency_id).where(
        Report.agency_id.in_(select(Agency.id).where(whose)), Report.report_year == report_year
    )
    requests = (
        reports.join(RequestOutcome, RequestOutcome.report_id == Report.id)
        .where(RequestOutcome.valid, RequestOutcome.applicant == "total")
        .add_columns(RequestOutcome.requests_received)
    )
    cases = (
        reports.join(CaseOutcome, CaseOutcome.report_id == Report.id)
        .where(CaseOutcome.valid)
        .add_columns(CaseOutcome.block, CaseOutcome.total)
    )
    for agency_id, received in session.execute(requests):
        if received is not None:
            found[agency_id]["t3.requests_received.total"] = received
    for agency_id, block, total in session.execute(cases):
        if total is not None:
            found[agency_id][f"t4.{block}.total"] = total
    return found
