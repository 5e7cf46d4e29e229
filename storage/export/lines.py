"""Reports and expectations as the objects of JSON Lines, a few reports in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from storage.queries import (
    ReportFilter,
    VersionSummary,
    newest_contents,
    reports,
    version_summaries,
)
from storage.queries.bulk import Content
from storage.records import (
    ExpectationRecord,
    FigureRecord,
    IssueRecord,
    ReportRecord,
    VersionRecord,
)

AT_ONCE = 50


def report_lines(session: Session, wanted: ReportFilter | None = None) -> Iterator[dict[str, Any]]:
    """Reports as the objects of JSON Lines."""
    stream = reports(session, wanted)
    while some := list(islice(stream, AT_ONCE)):
        ids = [record.id for record in some]
        summaries = version_summaries(session, ids)
        contents = newest_contents(session, ids)
        for record in some:
            yield _line(record, summaries[record.id], contents[record.id])


def _line(
    record: ReportRecord, summaries: Iterable[VersionSummary], content: Content
) -> dict[str, Any]:
    return {
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


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
