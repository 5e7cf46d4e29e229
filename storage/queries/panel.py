"""Reads reports, their versions and their figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, tuple_
from sqlalchemy.orm import Session, defer

from storage.models import (
    Agency,
    Document,
    Expectation,
    Issue,
    Payload,
    Report,
    ReportVersion,
    VersionSource,
)
from storage.queries.findings import issues_of
from storage.queries.spans import spans_of
from storage.records import FigureRecord, ReportRecord, SectionRecord, Subject, VersionRecord
from storage.rows import as_record
from storage.vocabulary import CellState, ExpectationState, Severity

NEWEST = and_(Report.id == ReportVersion.report_id, Report.version_count == ReportVersion.number)


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports are asked for; None means any. ``state`` is that of the expectation."""

    agency_id: str | None = None
    report_year: int | None = None
    province: str | None = None
    state: ExpectationState | None = None


def reports(session: Session, wanted: ReportFilter | None = None) -> Iterator[ReportRecord]:
    """Reports by their newest version, by agency and then year, some hundred at a time."""
    statement = _statement(wanted or ReportFilter()).execution_options(yield_per=500)
    with session.execute(statement) as rows:
        for row in rows:
            yield _record(*row)


def reports_after(
    session: Session, wanted: ReportFilter, after: tuple[str, int] | None, limit: int
) -> tuple[ReportRecord, ...]:
    """The next reports by agency and then year, after one of an agency and year."""
    statement = _statement(wanted).limit(limit)
    if after is not None:
        place = tuple_(Report.agency_id, Report.report_year)
        statement = statement.where(place > tuple_(*map(literal, after)))
    return tuple(_record(*row) for row in session.execute(statement))


def report(session: Session, agency_id: str, report_year: int) -> ReportRecord | None:
    """One report, or None."""
    return next(reports(session, ReportFilter(agency_id, report_year)), None)


def versions(session: Session, agency_id: str, report_year: int) -> tuple[VersionRecord, ...]:
    """The versions of a report with all that was read, the first one first."""
    rows = session.execute(
        select(ReportVersion, Payload.media_type)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(Document, Document.id == ReportVersion.document_id)
        .join(Payload, Payload.digest == Document.digest)
        .where(Report.agency_id == agency_id, Report.report_year == report_year)
        .order_by(ReportVersion.number)
    ).all()
    spans = spans_of(session, [row for row, _ in rows])
    return tuple(
        as_record(
            VersionRecord,
            row,
            **span._asdict(),
            media_type=media_type,
            source_urls=_sources(session, row),
            sections=tuple(SectionRecord(*section) for section in row.sections),
            figures=figures_of(row),
            issues=issues_of(session, Subject.VERSION, row.id),
        )
        for (row, media_type), span in zip(rows, spans, strict=True)
    )


def figures(session: Session, agency_id: str, report_year: int) -> dict[str, FigureRecord] | None:
    """The figures of the newest version by ``table.row.column``, or None without a report."""
    row = session.scalars(
        select(ReportVersion)
        .join(Report, NEWEST)
        .where(Report.agency_id == agency_id, Report.report_year == report_year)
    ).first()
    return figures_of(row) if row else None


def figures_of(row: ReportVersion) -> dict[str, FigureRecord]:
    """The figures of a version, as they were handed in."""
    return {key: _figure(*figure) for key, figure in row.figures.items()}


def _figure(raw: str, value: int | float | None, state: str, *place: Any) -> FigureRecord:
    return FigureRecord(raw, value, CellState(state), *place)


def _record(
    report: Report,
    version: ReportVersion,
    agency: Agency,
    state: ExpectationState | None,
    media_type: str,
    errors: int,
) -> ReportRecord:
    return as_record(
        ReportRecord,
        version,
        id=report.id,
        agency_id=agency.id,
        agency_name=agency.name,
        province=agency.province,
        report_year=report.report_year,
        state=state,
        media_type=media_type,
        first_seen_at=report.first_seen_at,
        gone_since=report.gone_since,
        withdrawn_at=report.withdrawn_at,
        version_count=report.version_count,
        error_count=errors,
    )


def _statement(wanted: ReportFilter) -> Select[Any]:
    errors = (
        select(func.count())
        .where(Issue.version_id == ReportVersion.id, Issue.severity == Severity.ERROR)
        .scalar_subquery()
    )
    statement = (
        select(Report, ReportVersion, Agency, Expectation.state, Payload.media_type, errors)
        .join(ReportVersion, NEWEST)
        .join(Agency, Agency.id == Report.agency_id)
        .join(Document, Document.id == ReportVersion.document_id)
        .join(Payload, Payload.digest == Document.digest)
        .outerjoin(
            Expectation,
            and_(
                Expectation.agency_id == Report.agency_id,
                Expectation.report_year == Report.report_year,
            ),
        )
        .order_by(Report.agency_id, Report.report_year)
        .options(defer(ReportVersion.figures), defer(ReportVersion.sections))
    )
    filters = {
        Report.agency_id: wanted.agency_id,
        Report.report_year: wanted.report_year,
        Agency.province: wanted.province,
        Expectation.state: wanted.state,
    }
    for column, value in filters.items():
        if value is not None:
            statement = statement.where(column == value)
    return statement


def _sources(session: Session, version: ReportVersion) -> tuple[str, ...]:
    urls = session.scalars(
        select(Document.url)
        .join(VersionSource, VersionSource.document_id == Document.id)
        .where(VersionSource.version_id == version.id)
        .order_by(VersionSource.seen_at, Document.id)
    )
    return tuple(dict.fromkeys([version.source_url, *urls]))
