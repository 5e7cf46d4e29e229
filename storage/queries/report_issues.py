"""Reads the issues of reports, a page at a time, each with the report it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from storage.models import Agency, Issue, Report, ReportVersion
from storage.queries.panel import NEWEST
from storage.queries.places import AgencyFilter, are_of
from storage.records import IssueRecord
from storage.rows import issue_record
from storage.vocabulary import Fault, Severity

Statement = TypeVar("Statement", bound="Select[*tuple[Any, ...]]")

_WEIGHT = case({Severity.ERROR: 0, Severity.WARNING: 1}, value=Issue.severity, else_=2)


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues are asked for; None means any."""

    agencies: AgencyFilter = field(default_factory=AgencyFilter)
    year: int | None = None
    rule: str | None = None
    severity: Severity | None = None
    fault: Fault | None = None


class ReportIssue(NamedTuple):
    """An issue of a report's newest version, and whose report that is."""

    agency_id: str
    agency_name: str
    report_year: int
    issue: IssueRecord


class IssuePage(NamedTuple):
    """Some issues, and how many there are in all."""

    issues: tuple[ReportIssue, ...]
    total: int


def report_issues(
    session: Session, wanted: IssueFilter, *, limit: int, offset: int = 0
) -> IssuePage:
    """Issues by year, the newest first, then by weight and agency."""
    total = session.scalar(_where(select(func.count()), wanted)) or 0
    rows = session.execute(
        _where(select(Agency.id, Agency.name, Report.report_year, Issue), wanted)
        .order_by(Report.report_year.desc(), _WEIGHT, Agency.id, Issue.rule, Issue.occurrence)
        .limit(limit)
        .offset(offset)
    )
    found = tuple(ReportIssue(who, name, year, issue_record(row)) for who, name, year, row in rows)
    return IssuePage(found, total)


def issues_after(
    session: Session, wanted: IssueFilter, agency_id: str | None, after: int | None, limit: int
) -> tuple[ReportIssue, ...]:
    """The next issues, the oldest first: after the one of an id, of one agency or of all."""
    statement = _where(select(Agency.id, Agency.name, Report.report_year, Issue), wanted)
    if agency_id is not None:
        statement = statement.where(Report.agency_id == agency_id)
    if after is not None:
        statement = statement.where(Issue.id > after)
    rows = session.execute(statement.order_by(Issue.id).limit(limit))
    return tuple(ReportIssue(who, name, year, issue_record(row)) for who, name, year, row in rows)


def rules_broken(session: Session, wanted: IssueFilter) -> tuple[tuple[str, int], ...]:
    """Each rule with how many issues it has, the most first."""
    counted = func.count().label("counted")
    rows = session.execute(
        _where(select(Issue.rule, counted), wanted)
        .group_by(Issue.rule)
        .order_by(counted.desc(), Issue.rule)
    )
    return tuple((rule, count) for rule, count in rows)


def _where(statement: Statement, wanted: IssueFilter) -> Statement:
    conditions = are_of(wanted.agencies)
    asked = {
        Report.report_year: wanted.year,
        Issue.rule: wanted.rule,
        Issue.severity: wanted.severity,
        Issue.fault: wanted.fault,
    }
    conditions += [column == value for column, value in asked.items() if value is not None]
    return (
        statement.select_from(Issue)
        .join(ReportVersion, ReportVersion.id == Issue.version_id)
        .join(Report, NEWEST)
        .join(Agency, Agency.id == Report.agency_id)
        .where(*conditions)
    )
