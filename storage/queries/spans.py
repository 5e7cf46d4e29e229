"""Reads from when to when each version of a report was met at its place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from storage.models import (
    Capture,
    ColumnReading,
    Document,
    Report,
    ReportVersion,
    VersionSource,
)


class Span(NamedTuple):
    """From when to when a version stood, as far as visits tell.

    ``not_seen_at`` is the last visit before the first that met it: it was put up between the two.
    None where nothing was visited before. ``last_seen_at`` is the last visit that met it,
    ``replaced_at`` the first that met the next version; None for the newest.
    """

    not_seen_at: dt.datetime | None
    last_seen_at: dt.datetime
    replaced_at: dt.datetime | None


def spans_of(session: Session, versions: Sequence[ReportVersion]) -> list[Span]:
    """The spans of all versions of one report, given in their order."""
    seen = _last_seen(session, [version.id for version in versions])
    spans = []
    for number, version in enumerate(versions):
        following = versions[number + 1] if number + 1 < len(versions) else None
        began = version.again_since or version.first_seen_at
        if number == 0:
            not_seen_at = _empty_reading(session, version)
        else:
            before = seen.get(versions[number - 1].id)
            not_seen_at = before if before and before < began else None
        replaced_at = (following.again_since or following.first_seen_at) if following else None
        spans.append(Span(not_seen_at, seen.get(version.id, began), replaced_at))
    return spans


def _last_seen(session: Session, version_ids: Collection[int]) -> dict[int, dt.datetime]:
    rows = session.execute(
        select(VersionSource.version_id, func.max(Document.last_seen_at))
        .join(Document, Document.id == VersionSource.document_id)
        .where(VersionSource.version_id.in_(version_ids))
        .group_by(VersionSource.version_id)
    )
    return {version_id: at for version_id, at in rows}  # noqa: C416 - rows are no pairs


def _empty_reading(session: Session, version: ReportVersion) -> dt.datetime | None:
    """When the column that lists a report was read to its end for the last time without it."""
    # the crawl that met the report may have closed its column before it fetched the report
    return session.scalar(
        select(func.max(ColumnReading.read_at))
        .join(Document, Document.column_id == ColumnReading.column_id)
        .join(Capture, Capture.id == Document.capture_id)
        .where(
            Document.id == version.document_id,
            ColumnReading.complete,
            ColumnReading.crawl_id < Capture.crawl_id,
            ColumnReading.read_at < version.first_seen_at,
        )
    )


def spans_by_version(session: Session, report_ids: Collection[int]) -> dict[int, Span]:
    """The spans of all versions of some reports, by the version's id."""
    of_report: dict[int, list[ReportVersion]] = defaultdict(list)
    for version in session.scalars(
        select(ReportVersion)
        .where(ReportVersion.report_id.in_(report_ids))
        .order_by(ReportVersion.report_id, ReportVersion.number)
        .options(defer(ReportVersion.figures), defer(ReportVersion.sections))
    ):
        of_report[version.report_id].append(version)
    return {
        version.id: span
        for versions in of_report.values()
        for version, span in zip(versions, spans_of(session, versions), strict=True)
    }


class Appearance(NamedTuple):
    """When a report came out: the day its first version prints, and the visit before it."""

    published_on: dt.date | None
    not_seen_at: dt.datetime | None


def appearances(session: Session) -> dict[tuple[str, int], Appearance]:
    """How each report appeared, by agency and year.

    The first version that is a report in the sense of the law counts; where none is, the first. The
    visit before is looked up only where it bears on anything: the report was first met in the year
    in which it was due, after the day it prints.
    """
    found: dict[tuple[str, int], Appearance] = {}
    rows = session.execute(
        select(Report.agency_id, Report.report_year, ReportVersion)
        .join(ReportVersion, ReportVersion.report_id == Report.id)
        .order_by(Report.id, ReportVersion.valid.desc(), ReportVersion.number)
        .options(
            defer(ReportVersion.figures),
            defer(ReportVersion.sections),
            defer(ReportVersion.evidence),
        )
        .execution_options(yield_per=500)
    )
    for agency_id, year, version in rows:
        if (agency_id, year) in found:
            continue
        printed = version.published_on
        met = version.first_seen_at.date()
        late = printed is not None and printed < met and met.year == year + 1
        before = _empty_reading(session, version) if late else None
        found[agency_id, year] = Appearance(printed, before)
    return found
