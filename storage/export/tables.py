"""The tables that can be taken away: their columns, and their rows a few reports at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from storage.export import columns
from storage.export.fields import Field
from storage.queries import (
    ReportFilter,
    agencies,
    agencies_by_id,
    expectations,
    newest_contents,
    reports,
)
from storage.queries.bulk import Content
from storage.records import AgencyRecord, ReportRecord

Row = dict[str, Any]
AT_ONCE = 100


class What(StrEnum):
    """Which table."""

    REPORTS = "reports"
    FIGURES = "figures"
    COVERAGE = "coverage"
    ISSUES = "issues"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, its columns in order, those that tell its rows apart, and its rows."""

    name: What
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[Session, ReportFilter], Generator[Row]]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)


def table(what: What) -> Table:
    """One of the tables."""
    return _TABLES[what]


def _reports(session: Session, wanted: ReportFilter) -> Generator[Row]:
    for record, agency, content in _contents(session, wanted):
        yield {
            **_agency(agency),
            "report_year": record.report_year,
            "valid": record.valid,
            "form": record.form,
            "title": record.title,
            "published_on": record.published_on,
            "first_seen": record.first_seen_at,
            "source_url": record.source_url,
            "media_type": record.media_type,
            "version_count": record.version_count,
            "error_count": record.error_count,
            "gone_since": record.gone_since,
            "withdrawn_at": record.withdrawn_at,
            **{key: figure.value for key, figure in content.figures.items()},
        }


def _figures(session: Session, wanted: ReportFilter) -> Generator[Row]:
    for record, agency, content in _contents(session, wanted):
        shared = {
            "agency_id": agency.id,
            "agency_name": agency.name,
            "province": agency.province,
            "report_year": record.report_year,
            "version": record.version_count,
            "form": record.form,
            "valid": record.valid,
        }
        for key, figure in content.figures.items():
            table_id, row, column = key.split(".")
            yield shared | {
                "cell": key,
                "table": table_id,
                "row": row,
                "column": column,
                "raw": figure.raw,
                "value": figure.value,
                "state": figure.state,
                "confidence": figure.confidence,
                "doubt": figure.doubt,
            }


def _issues(session: Session, wanted: ReportFilter) -> Generator[Row]:
    for record, agency, content in _contents(session, wanted):
        for issue in content.issues:
            yield {
                "agency_id": agency.id,
                "report_year": record.report_year,
                "version": record.version_count,
                "rule": issue.rule,
                "severity": issue.severity,
                "fault": issue.fault,
                "message": issue.message,
                "cells": " ".join(issue.cells),
                "formula": issue.formula,
                "first_seen": issue.first_seen_at,
            }


def _coverage(session: Session, wanted: ReportFilter) -> Generator[Row]:
    years = () if wanted.report_year is None else (wanted.report_year,)
    for record in expectations(
        session,
        years=years,
        agency_id=wanted.agency_id,
        province=wanted.province,
        state=wanted.state,
    ):
        yield {
            "agency_id": record.agency_id,
            "report_year": record.report_year,
            "state": record.state,
            "due_on": record.due_on,
            "first_seen": record.first_seen,
            "published_on": record.published_on,
            "evidence": json.dumps(record.evidence, ensure_ascii=False, separators=(",", ":")),
        }


def _agencies(session: Session, wanted: ReportFilter) -> Generator[Row]:
    for agency in agencies(session):
        if wanted.agency_id in (None, agency.id) and wanted.province in (None, agency.province):
            yield _agency(agency) | {
                "short_name": agency.short_name,
                "aliases": "|".join(agency.aliases),
                "parent_id": agency.parent_id,
                "homepage": agency.homepage,
                "first_report_year": agency.first_report_year,
                "last_report_year": agency.last_report_year,
            }


def _agency(agency: AgencyRecord) -> Row:
    return {
        "agency_id": agency.id,
        "agency_name": agency.name,
        "class": agency.cls,
        "division_code": agency.division_code,
        "province": agency.province,
        "city": agency.city,
        "county": agency.county,
    }


def _contents(
    session: Session, wanted: ReportFilter
) -> Iterator[tuple[ReportRecord, AgencyRecord, Content]]:
    stream = reports(session, wanted)
    while some := list(islice(stream, AT_ONCE)):
        contents = newest_contents(session, [record.id for record in some])
        agencies_of = agencies_by_id(session, {record.agency_id for record in some})
        for record in some:
            yield record, agencies_of[record.agency_id], contents[record.id]


_TABLES = {
    one.name: one
    for one in (
        Table(
            What.REPORTS,
            "Reports, a row for each agency and year with every cell as a column (wide panel)",
            columns.REPORTS,
            ("agency_id", "report_year"),
            _reports,
        ),
        Table(
            What.FIGURES,
            "Figures, a row for each cell as it was printed (long panel)",
            columns.FIGURES,
            ("agency_id", "report_year", "cell"),
            _figures,
        ),
        Table(
            What.COVERAGE,
            "Coverage: what each agency owes for each year, and what can be said of it",
            columns.COVERAGE,
            ("agency_id", "report_year"),
            _coverage,
        ),
        Table(
            What.ISSUES,
            "Issues: rules that do not hold in the newest version of a report, unread cells",
            columns.ISSUES,
            (),
            _issues,
        ),
        Table(
            What.AGENCIES,
            "Agencies of the registry",
            columns.AGENCIES,
            ("agency_id",),
            _agencies,
        ),
    )
}
