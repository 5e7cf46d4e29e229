"""Writes the rows of the statutory tables from the figures of a report's newest version."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session
from sqlalchemy.types import Double

from storage.form import STATISTICS_TABLE
from storage.models import (
    Agency,
    Base,
    CaseOutcome,
    DisclosureStatistics,
    ProactiveDisclosure,
    Report,
    ReportVersion,
    RequestOutcome,
)

LARGEST_INTEGER = 2**63 - 1

Rows = dict[str, dict[str, Any]]


def write_statutory(session: Session, report: Report, version: ReportVersion) -> None:
    """Make the statutory rows of a report those of one version."""
    agency = session.get_one(Agency, report.agency_id)
    shared = {
        "report_id": report.id,
        "report_year": report.report_year,
        "form": version.form,
        "valid": version.valid,
        "agency_id": agency.id,
        "agency_name": agency.name,
        "agency_class": agency.cls,
        "province": agency.province,
        "city": agency.city,
        "county": agency.county,
    }
    for model, rows in _rows(version).items():
        session.execute(delete(model).where(model.report_id == report.id))  # type: ignore[attr-defined]
        if rows:
            empty = dict.fromkeys(model.__table__.columns.keys())
            session.execute(insert(model), [empty | shared | row for row in rows.values()])


def _rows(version: ReportVersion) -> dict[type[Base], Rows]:
    """The rows of each table by what tells them apart within a report."""
    requests: Rows = defaultdict(dict)
    items: Rows = defaultdict(dict)
    cases: Rows = defaultdict(dict)
    statistics: Rows = defaultdict(dict)
    for key, figure in version.figures.items():
        table, row, column = key.split(".")
        value = figure[1]
        if table == STATISTICS_TABLE:
            _put(statistics[""], DisclosureStatistics, row, value)
        elif table == "t3":
            requests[column]["applicant"] = column
            _put(requests[column], RequestOutcome, row, value)
        elif table == "t4":
            cases[row]["block"] = row
            _put(cases[row], CaseOutcome, column, value)
        elif table.startswith("t2"):
            items[row] |= {"item": row, "provision": table}
            _put(items[row], ProactiveDisclosure, column, value)
    return {
        RequestOutcome: requests,
        ProactiveDisclosure: items,
        CaseOutcome: cases,
        DisclosureStatistics: statistics,
    }


def _put(row: dict[str, Any], model: type[Base], name: str, value: float | None) -> None:
    column = model.__table__.columns.get(name)
    if column is None or value is None:
        return
    # A count that is no whole number stays among the figures: rounding it would invent one.
    if not isinstance(column.type, Double):
        if value != int(value) or abs(value) > LARGEST_INTEGER:
            return
        value = int(value)
    row[name] = value
