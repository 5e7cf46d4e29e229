"""Reads what an export needs of many reports with few statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from storage.models import Issue, Report, ReportVersion
from storage.queries.panel import NEWEST, figures_of
from storage.queries.spans import spans_by_version
from storage.records import FigureRecord, IssueRecord
from storage.rows import issue_record
from storage.vocabulary import VersionChange


class VersionSummary(NamedTuple):
    """A version without what was read in it; the times are those of ``VersionRecord``."""

    number: int
    change: VersionChange
    not_seen_at: dt.datetime | None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    replaced_at: dt.datetime | None
    source_url: str
    valid: bool
    content_digest: str


class Content(NamedTuple):
    """What was read in the newest version of a report."""

    figures: dict[str, FigureRecord]
    issues: tuple[IssueRecord, ...]


def version_summaries(
    session: Session, report_ids: Sequence[int]
) -> dict[int, list[VersionSummary]]:
    """The versions of some reports, by report, the first one first."""
    out: dict[int, list[VersionSummary]] = defaultdict(list)
    spans = spans_by_version(session, report_ids)
    for row in session.execute(
        select(
            ReportVersion.id,
            ReportVersion.report_id,
            ReportVersion.number,
            ReportVersion.change,
            ReportVersion.first_seen_at,
            ReportVersion.source_url,
            ReportVersion.valid,
            ReportVersion.content_digest,
        )
        .where(ReportVersion.report_id.in_(report_ids))
        .order_by(ReportVersion.report_id, ReportVersion.number)
    ):
        span = spans[row.id]
        out[row.report_id].append(
            VersionSummary(
                number=row.number,
                change=row.change,
                not_seen_at=span.not_seen_at,
                first_seen_at=row.first_seen_at,
                last_seen_at=span.last_seen_at,
                replaced_at=span.replaced_at,
                source_url=row.source_url,
                valid=row.valid,
                content_digest=row.content_digest,
            )
        )
    return out


def newest_contents(session: Session, report_ids: Sequence[int]) -> dict[int, Content]:
    """What was read in the newest version of some reports, by report."""
    rows = session.scalars(
        select(ReportVersion)
        .join(Report, NEWEST)
        .where(Report.id.in_(report_ids))
        .options(defer(ReportVersion.sections))
    ).all()
    issues: dict[int, list[IssueRecord]] = defaultdict(list)
    for issue in session.scalars(
        select(Issue)
        .where(Issue.version_id.in_([row.id for row in rows]))
        .order_by(Issue.rule, Issue.occurrence)
    ):
        record = issue_record(issue)
        issues[record.subject_id].append(record)
    return {row.report_id: Content(figures_of(row), tuple(issues[row.id])) for row in rows}
