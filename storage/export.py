"""Exports as JSON Lines and CSV, a few reports in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Any, TextIO

from sqlalchemy.orm import Session

from storage.form import cells
from storage.queries import (
    ReportFilter,
    VersionSummary,
    agencies,
    expectations,
    newest_contents,
    reports,
    version_summaries,
)
from storage.queries.bulk import Content
from storage.records import (
    AgencyRecord,
    ExpectationRecord,
    FigureRecord,
    IssueRecord,
    ReportRecord,
    VersionRecord,
)

AT_ONCE = 50

COVERAGE_COLUMNS = (
    *("agency_id", "report_year", "state", "due_on", "first_seen", "published_on", "evidence"),
)

AGENCY_COLUMNS = (
    "agency_id",
    "agency_name",
    "class",
    "division_code",
    "province",
    "city",
    "county",
)
REPORT_COLUMNS = (
    *("report_year", "valid", "form", "title", "published_on", "first_seen", "source_url"),
    *("media_type", "version_count", "error_count", "gone_since", "withdrawn_at"),
)


class ExportFormat(StrEnum):
    """The formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"


def export_reports(
    session: Session,
    export_format: ExportFormat,
    out: TextIO,
    wanted: ReportFilter | None = None,
) -> int:
    """Write reports by agency and year; how many.

    JSON Lines have every figure with its raw text, value and state. CSV has one row for each
    agency and year, with the same header whatever the data: the number of each cell of each form,
    empty where the cell holds none or the form has no such cell.
    """
    if export_format is ExportFormat.JSONL:
        return _write_lines(out, report_lines(session, wanted))
    return _write_panel(session, out, wanted)


def export_coverage(session: Session, export_format: ExportFormat, out: TextIO) -> int:
    """Write the matrix of agencies and years; how many cells. In CSV the evidence is JSON."""
    lines = (coverage_line(record) for record in expectations(session))
    if export_format is ExportFormat.JSONL:
        return _write_lines(out, lines)
    rows = (line | {"evidence": _json(line["evidence"])} for line in lines)
    return _write_rows(out, COVERAGE_COLUMNS, rows)


def report_lines(session: Session, wanted: ReportFilter | None = None) -> Iterator[dict[str, Any]]:
    """Reports as the objects of JSON Lines."""
    for record, summaries, content in _contents(session, wanted):
        yield {
            "agency_id": record.agency_id,
            "report_year": record.report_year,
            "valid": record.valid,
            "title": record.title,
            "form": record.form,
            "source_url": record.source_url,
            "media_type": record.media_type,
            "published_on": _iso(record.published_on),
            "first_seen": _iso(record.first_seen_at),
            "gone_since": _iso(record.gone_since),
            "withdrawn_at": _iso(record.withdrawn_at),
            "versions": [_version_line(summary) for summary in summaries],
            "figures": _figures(content.figures),
            "issues": _issues(content.issues),
        }


def version_line(version: VersionRecord) -> dict[str, Any]:
    """What of a report's line is one version's: for a report as it was before."""
    return {
        "valid": version.valid,
        "title": version.title,
        "form": version.form,
        "source_url": version.source_url,
        "media_type": version.media_type,
        "published_on": _iso(version.published_on),
        **times_of(version),
        "figures": _figures(version.figures),
        "issues": _issues(version.issues),
    }


def times_of(version: VersionRecord | VersionSummary) -> dict[str, str | None]:
    """From when to when a version stood: the visits around its beginning and its end."""
    return {
        "not_seen": _iso(version.not_seen_at),
        "first_seen": _iso(version.first_seen_at),
        "last_seen": _iso(version.last_seen_at),
        "replaced": _iso(version.replaced_at),
    }


def _figures(figures: Mapping[str, FigureRecord]) -> dict[str, dict[str, Any]]:
    return {
        key: {"raw": figure.raw, "value": figure.value, "state": figure.state}
        for key, figure in figures.items()
    }


def _issues(issues: Iterable[IssueRecord]) -> list[dict[str, Any]]:
    return [
        {
            "rule": issue.rule,
            "severity": issue.severity,
            "fault": issue.fault,
            "message": issue.message,
            "cells": list(issue.cells),
            "formula": issue.formula,
        }
        for issue in issues
    ]


def coverage_line(record: ExpectationRecord) -> dict[str, Any]:
    """An expectation as the object of a JSON line."""
    return {
        "agency_id": record.agency_id,
        "report_year": record.report_year,
        "state": record.state,
        "due_on": _iso(record.due_on),
        "first_seen": _iso(record.first_seen),
        "published_on": _iso(record.published_on),
        "evidence": record.evidence,
    }


def _version_line(summary: VersionSummary) -> dict[str, Any]:
    return {
        "number": summary.number,
        "change": summary.change,
        **times_of(summary),
        "source_url": summary.source_url,
        "valid": summary.valid,
        "content_digest": summary.content_digest,
    }


def _contents(
    session: Session, wanted: ReportFilter | None
) -> Iterator[tuple[ReportRecord, list[VersionSummary], Content]]:
    stream = reports(session, wanted)
    while some := list(islice(stream, AT_ONCE)):
        ids = [record.id for record in some]
        summaries = version_summaries(session, ids)
        contents = newest_contents(session, ids)
        for record in some:
            yield record, summaries[record.id], contents[record.id]


def _write_panel(session: Session, out: TextIO, wanted: ReportFilter | None) -> int:
    keys = cells()
    known = {record.id: record for record in agencies(session)}
    rows = (
        _agency_fields(known[record.agency_id])
        | {name: _iso(getattr(record, name, None)) for name in REPORT_COLUMNS}
        | {"first_seen": _iso(record.first_seen_at)}
        | {key: figure.value for key, figure in content.figures.items()}
        for record, _, content in _contents(session, wanted)
    )
    return _write_rows(out, (*AGENCY_COLUMNS, *REPORT_COLUMNS, *keys), rows)


def _agency_fields(agency: AgencyRecord) -> dict[str, Any]:
    values = (
        *(agency.id, agency.name, agency.cls, agency.division_code),
        *(agency.province, agency.city, agency.county),
    )
    return dict(zip(AGENCY_COLUMNS, values, strict=True))


def _write_rows(out: TextIO, header: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> int:
    writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the count is the answer
        writer.writerow(row)
    return count


def _write_lines(out: TextIO, lines: Iterable[dict[str, Any]]) -> int:
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 - the count is the answer
        out.write(_json(line) + "\n")
    return count


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
